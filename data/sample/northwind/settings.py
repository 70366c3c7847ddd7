"""The calendar of the sample company, and the numbers that several rooms share.

All instants are UTC without a zone, all intervals take in their start and leave out their end. A parameter that only
one room needs lives in that room, beside the code that reads it.
"""

import zlib

import numpy as np

COMPANY = "Northwind Cloud"
SEED = 20260706

DAY = np.timedelta64(1, "D")
FIRST_DAY = np.datetime64("2024-01-01")
LAST_DAY = np.datetime64("2026-07-01")  # exclusive: cases, sessions and months end here
EXTRACT = np.datetime64("2026-07-06T06:00:00")  # what happens later has not happened yet
QUARTER_STARTS = np.arange("2024-01", "2026-07", 3, dtype="datetime64[M]").astype("datetime64[D]")
QUARTERS = tuple(f"{y}Q{q}" for y in (2024, 2025, 2026) for q in (1, 2, 3, 4))[:10]
MONTHS = np.arange("2024-01", "2026-07", dtype="datetime64[M]").astype("datetime64[D]")

PROGRAMME_START = np.datetime64("2025-01-01")
CONTROL_START = np.datetime64("2023-07-01")  # the year before exposure, for the negative control
EXPOSURE_START = np.datetime64("2024-07-01")
LANDMARK = np.datetime64("2025-07-01")
OUTCOME_END = np.datetime64("2026-07-01")

SEGMENTS = ("SMB", "Mid-market", "Enterprise")
PRODUCTS = ("Atlas", "Beacon", "Cirrus")
REGIONS = ("EMEA", "Americas", "APAC", "LATAM")


def room_rng(room: str) -> np.random.Generator:
    """Return the random numbers of one room: changing one room leaves the draws of the others as they were."""
    return np.random.default_rng([SEED, zlib.crc32(room.encode())])


def expit(x: np.ndarray | float) -> np.ndarray:
    """Return the probability that belongs to log odds ``x``."""
    return 1.0 / (1.0 + np.exp(-np.asarray(x, dtype=float)))


def quarter_of(at: np.ndarray) -> np.ndarray:
    """Return the number of the quarter (0 = 2024Q1) in which each instant lies."""
    return np.searchsorted(QUARTER_STARTS, at.astype("datetime64[s]"), side="right") - 1


def ramp(at: np.ndarray, before: float, after: float) -> np.ndarray:
    """Return a level that leaves ``before`` when the knowledge programme starts and reaches ``after`` at the end."""
    span = (LAST_DAY - PROGRAMME_START) / DAY
    done = np.clip((at.astype("datetime64[s]") - PROGRAMME_START) / DAY / span, 0.0, 1.0)
    return before + (after - before) * done


def after(at: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """Return instants ``seconds`` later, to the full second."""
    return at.astype("datetime64[s]") + np.round(seconds).astype("int64").astype("timedelta64[s]")


def known_by_extract(at: np.ndarray) -> np.ndarray:
    """Return the instants with those after the extract emptied: the systems could not know them."""
    return np.where(at < EXTRACT, at, np.datetime64("NaT"))


def keys(prefix: str, count: int, width: int) -> np.ndarray:
    """Return ``count`` text keys such as ``C-000001``."""
    return np.array([f"{prefix}-{number:0{width}d}" for number in range(1, count + 1)], dtype=object)
