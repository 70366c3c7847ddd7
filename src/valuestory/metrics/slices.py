"""How parts of a company are named, and how small a part may be told of."""

from __future__ import annotations

from typing import Final

WHOLE: Final = "all"
"""The slice that is the whole company."""
PEOPLE: Final = "person_id"
"""What rows about people in Support belong together by, where no customer stands behind them."""
UNKNOWN: Final = ""
"""The account of rows that no account claims: counted for volume, never for rates per account."""
SMALLEST_GROUP: Final = 5
"""Accounts that must stand behind a slice's figure: fewer could be recognised."""
