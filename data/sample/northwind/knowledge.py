"""What Support writes down: articles, which cases they are linked to, and suggestions to the product.

Before 2025 few cases end with an article linked. The knowledge programme changes that: known questions are answered
from an article, new ones become one, and articles are public within a day instead of a week.
"""

import numpy as np
import pandas as pd

from .cases import CLUSTERS_PER_PRODUCT, REASONS, cluster_keys
from .settings import FIRST_DAY, PRODUCTS, after, keys, known_by_extract, ramp, room_rng

OLD_ARTICLES_PER_CLUSTER = 7
SUGGESTIONS = 60
# Clusters whose improvement shipped (product, place in the product), and when.
SHIPPED = (
    (0, 2, "2025-02-18"), (0, 5, "2025-05-06"), (1, 1, "2025-05-27"), (2, 3, "2025-08-12"), (0, 8, "2025-09-09"),
    (1, 6, "2025-10-21"), (0, 11, "2025-11-18"), (2, 6, "2026-01-20"), (1, 9, "2026-02-10"), (0, 3, "2026-03-10"),
)  # fmt: skip
AREAS = ("product", "documentation", "process", "billing policy")
TITLES = {
    "how-to": "How to set up", "configuration": "Settings for", "defect": "Known problem with",
    "integration": "Connecting", "access": "Signing in to", "billing": "Invoices for",
    "performance": "When it is slow:", "request": "Asking for",
}  # fmt: skip
THINGS = (
    "dashboards", "exports", "single sign-on", "webhooks", "roles", "backups", "imports", "alerts",
    "quotas", "audit logs", "scheduled jobs", "tags", "API keys", "regions", "usage reports",
    "templates", "snapshots", "connectors", "search", "trials",
)  # fmt: skip


def shipped_at() -> np.ndarray:
    """Return for each cluster the instant its improvement shipped, NaT where none did."""
    shipped = np.full(CLUSTERS_PER_PRODUCT * len(PRODUCTS), np.datetime64("NaT"), dtype="datetime64[s]")
    for product, place, day in SHIPPED:
        shipped[product * CLUSTERS_PER_PRODUCT + place] = np.datetime64(f"{day}T15:00:00")
    return shipped


def make_improvements(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the suggestions that came out of Support; the first suggestions of a shipped cluster shipped with it."""
    rng = room_rng("improvements")
    done = shipped_at()
    fixed = np.flatnonzero(~np.isnat(done))
    cluster = np.concatenate([fixed, fixed[::2], rng.choice(len(done), SUGGESTIONS - len(fixed) - len(fixed[::2]))])
    ships = np.where(np.arange(SUGGESTIONS) < len(fixed) + len(fixed[::2]), done[cluster], np.datetime64("NaT"))
    some_day = after(np.full(SUGGESTIONS, FIRST_DAY), rng.integers(20 * 86400, 890 * 86400, SUGGESTIONS))
    submitted = np.where(np.isnat(ships), some_day, after(ships, -rng.integers(70, 260, SUGGESTIONS) * 86400.0))
    decided = after(submitted, rng.integers(9, 50, SUGGESTIONS) * 86400.0)
    taken = ~np.isnat(ships) | (rng.random(SUGGESTIONS) < 0.35)
    table = pd.DataFrame({"submitted_at": submitted, "cluster_no": cluster, "shipped_at": ships})
    table["accepted_at"] = known_by_extract(np.where(taken, decided, np.datetime64("NaT")))
    table["cluster_id"] = cluster_keys()[cluster]
    table["article_id"] = articles["article_id"].to_numpy()[cluster * OLD_ARTICLES_PER_CLUSTER]
    table.loc[rng.random(SUGGESTIONS) < 0.3, "article_id"] = None
    table["submitted_by"] = np.where(rng.random(SUGGESTIONS) < 0.4, "customer", "employee")
    table["area"] = rng.choice(np.array(AREAS, dtype=object), SUGGESTIONS, p=(0.6, 0.2, 0.12, 0.08))
    table = table.sort_values("submitted_at", ignore_index=True)
    table["improvement_id"] = keys("I", SUGGESTIONS, 3)
    return table


def make_articles(cases: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return the articles: the old stock first, then one for each case whose link says it was created from it.

    Sets ``link_type`` on ``cases`` and, where an article was created, its ``article_id``.
    """
    rng = room_rng("articles")
    cases["link_type"] = _link_types(cases, rng)
    created = cases[cases["link_type"] == "created"]
    old = np.repeat(np.arange(len(cluster_keys())), OLD_ARTICLES_PER_CLUSTER)
    old_at = after(np.full(len(old), FIRST_DAY), -rng.integers(20 * 86400, 1500 * 86400, len(old)))
    articles = pd.DataFrame(
        {
            "cluster_no": np.concatenate([old, created["cluster_no"]]),
            "created_at": np.concatenate([old_at, created["resolved_at"].to_numpy().astype("datetime64[s]")]),
        }
    )
    articles["article_id"] = keys("K", len(articles), 5)
    _add_article_facts(articles, people, rng)
    cases["article_id"] = None
    cases.loc[created.index, "article_id"] = articles["article_id"].to_numpy()[len(old) :]
    return articles


def _link_types(cases: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return how each solved case was linked: known ones mostly reuse, new ones create or improve."""
    at, draw, kind = cases["opened_at"].to_numpy(), rng.random(len(cases)), rng.random(len(cases))
    linked = draw < np.where(cases["is_new"], ramp(at, 0.10, 0.40), ramp(at, 0.45, 0.86))
    new_kind = np.where(kind < 0.36, "created", "improved")
    known_kind = np.where(kind < 0.88, "reused", "improved")
    how = np.where(cases["is_new"], new_kind, known_kind).astype(object)
    return np.where(linked & cases["resolved_at"].notna(), how, "none")


def _add_article_facts(articles: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Add title, audience, publication, owner, language and the sampled verdict on the content standard."""
    size, cluster = len(articles), articles["cluster_no"].to_numpy()
    product = np.array(PRODUCTS)[cluster // CLUSTERS_PER_PRODUCT]
    words = [
        (TITLES[REASONS[c % len(REASONS)]], p, THINGS[c % CLUSTERS_PER_PRODUCT])
        for c, p in zip(cluster, product, strict=True)
    ]
    articles["title"] = [
        f"{verb} {product} {thing} ({number})" for number, (verb, product, thing) in enumerate(words, 1)
    ]
    audiences = np.array(("public", "customer", "internal", "partner"), dtype=object)
    articles["audience"] = rng.choice(audiences, size, p=(0.50, 0.25, 0.20, 0.05))
    created = articles["created_at"].to_numpy()
    delay = rng.lognormal(np.log(86400 * ramp(created, 6.0, 0.8)), 1.0)
    delay = np.where(rng.random(size) < ramp(created, 0.05, 0.45), 0.0, delay)
    shown = known_by_extract(after(created, delay))
    articles["published_at"] = np.where(rng.random(size) < 0.93, shown, np.datetime64("NaT"))
    articles["owner_id"] = people["person_id"].to_numpy()[rng.integers(0, 25, size)]
    articles["cluster_id"] = cluster_keys()[cluster]
    articles["language"] = rng.choice(np.array(("en", "de", "ja"), dtype=object), size, p=(0.9, 0.06, 0.04))
    checked = rng.random(size) < 0.12
    articles["is_compliant"] = np.where(checked, rng.random(size) < ramp(created, 0.78, 0.90), None)


def link_cases(cases: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return one row per case and article, and set ``article_id`` of every linked case on ``cases``."""
    rng = room_rng("links")
    linked = cases[cases["link_type"] != "none"]
    existing = _existing_article(linked, articles, rng)
    main = np.where(linked["article_id"].notna(), linked["article_id"], existing)
    cases.loc[linked.index, "article_id"] = main
    first = _links(linked, main, linked["link_type"].to_numpy(), rng)
    more = linked[rng.random(len(linked)) < 0.12]
    other = _existing_article(more, articles, rng)
    second = _links(more, other, np.full(len(more), "reused", dtype=object), rng)
    both = pd.concat([first, second]).drop_duplicates(["case_id", "article_id"])
    return both.sort_values(["linked_at", "case_id"], kind="stable", ignore_index=True)


def _existing_article(cases: pd.DataFrame, articles: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return for each case an article of its cluster that existed when the case was opened."""
    found = np.empty(len(cases), dtype=object)
    stock = {c: part.sort_values("created_at", kind="stable") for c, part in articles.groupby("cluster_no")}
    for cluster, index in cases.groupby("cluster_no", sort=True).indices.items():
        part = stock[cluster]
        count = np.searchsorted(part["created_at"].to_numpy(), cases["opened_at"].to_numpy()[index])
        found[index] = part["article_id"].to_numpy()[(count * rng.random(len(index)) ** 1.5).astype(int)]
    return found


def _links(cases: pd.DataFrame, article: np.ndarray, kind: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Return link rows; a coach has looked at a few of them."""
    coached = rng.random(len(cases)) < 0.06
    right = rng.random(len(cases)) < ramp(cases["opened_at"].to_numpy(), 0.82, 0.90)
    return pd.DataFrame(
        {
            "case_id": cases["case_id"].to_numpy(),
            "article_id": article,
            "link_type": kind,
            "linked_at": cases["resolved_at"].to_numpy(),
            "is_accurate": np.where(coached, right, None),
        }
    )
