"""The canonical tables: the names that every mapping maps to and every metric reads.

`docs/tables.md` is generated from here. Intervals take in their start and leave out their end; instants are UTC; money
is in the company's reporting currency. Nothing here reads data.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from valuestory.data.canonical.model import Column, Order, Table

_ACCOUNT: Final = (("account_id", "accounts"),)
_CHANNEL: Final = Column("channel", "text", "where it happened: e-mail, phone, chat, community, bot, in product ...")

_ACCOUNTS: Final = Table(
    "accounts",
    "customer; in a company desk, a department",
    "everything",
    (
        Column("account_id", "key", "the customer's key", needed=True),
        Column("name", "text", "the customer's name"),
        Column("parent_id", "key", "the account that this one belongs to"),
        Column("segment", "text", "size or kind of customer"),
        Column("region", "text", "where the customer is served"),
        Column("industry", "text", "the customer's trade"),
        Column("product", "text", "main product"),
        Column("plan", "text", "price plan or tier"),
        Column("currency", "text", "ISO 4217 code that the customer is billed in"),
        Column("start_at", "instant", "when the customer became one", needed=True, may_lie_ahead=True),
        Column("churned_at", "instant", "when the customer left; empty for those who stay", may_lie_ahead=True),
        Column("renewal_on", "date", "next renewal", may_lie_ahead=True),
        Column("seats_count", "count", "seats or licences bought"),
        Column("is_entitled", "yes_no", "whether the contract takes in support"),
        Column("is_churned", "yes_no", "a second word on who left; only ever compared with churned_at"),
        Column("status", "text", "state of the customer in the system; only ever compared with churned_at"),
    ),
    key=("account_id",),
    orders=(Order("start_at", "churned_at", keeps=True),),
)

_SUBSCRIPTIONS: Final = Table(
    "subscriptions",
    "contract line, or account and period",
    "opening and closing ARR, gross and net revenue retention, expansion, weights",
    (
        Column("account_id", "key", "the customer", needed=True),
        Column("start_on", "date", "first day", needed=True, may_lie_ahead=True),
        Column("end_on", "date", "first day that is no longer part of it; empty while it runs", may_lie_ahead=True),
        Column("arr_amount", "amount", "annual recurring revenue of the line", needed=True),
        Column("currency", "text", "ISO 4217 code that the line is billed in; the amount is converted from it"),
        Column("product", "text", "product of the line"),
    ),
    orders=(Order("start_on", "end_on"),),
    references=_ACCOUNT,
    since_start="start_on",
)

_USAGE: Final = Table(
    "usage",
    "account and day, week or month",
    "adoption, covariates, health",
    (
        Column("account_id", "key", "the customer", needed=True),
        Column("at", "instant", "when, or the start of the period", needed=True),
        Column("active_users_count", "count", "people who used the product"),
        Column("licensed_users_count", "count", "people who might have"),
        Column("events_count", "count", "things done in the product"),
        Column("health_score", "score", "the company's own health score"),
    ),
    references=_ACCOUNT,
    since_start="at",
)

_CASES: Final = Table(
    "cases",
    "request for help",
    "volume, time to smile, effort, first contact resolution, links, mix of known and new",
    (
        Column("case_id", "key", "the case's key", needed=True),
        Column(
            "account_id",
            "key",
            "the customer; a case without one counts for volume only",
            needed=True,
            may_be_empty=True,
        ),
        Column("contact_id", "key", "the person who asked"),
        Column("opened_at", "instant", "when the customer asked", needed=True),
        Column("interrupted_at", "instant", "when the customer's work was interrupted"),
        Column("first_response_at", "instant", "first answer by a person"),
        Column("resolved_at", "instant", "when an answer was given"),
        Column("happy_at", "instant", "when the customer said that it works"),
        Column("closed_at", "instant", "when the system closed it, often days later"),
        Column("status", "text", "state of the case"),
        Column("priority", "text", "priority"),
        Column("severity", "text", "severity"),
        _CHANNEL,
        Column("product", "text", "product asked about"),
        Column("reason", "text", "why the customer asked"),
        Column("life_event", "text", "where in the customer's life with the product: onboarding, upgrade, renewal ..."),
        Column("level", "text", "support level"),
        Column("group", "text", "team that has it"),
        Column("owner_id", "key", "person who has it"),
        Column("work_minutes", "minutes", "time people worked on it (not elapsed time)"),
        Column("touches_count", "count", "answers given"),
        Column("handoffs_count", "count", "changes of owner or team"),
        Column("returns_count", "count", "times that work or questions were sent back to the customer"),
        Column("reopens_count", "count", "times it was opened again"),
        Column("is_escalated", "yes_no", "whether it was escalated"),
        Column("resolved_on_first_contact", "yes_no", "whether the first contact resolved it"),
        Column("article_id", "key", "knowledge article linked to it"),
        Column("link_type", "text", "what was done with the article", words=("reused", "improved", "created", "none")),
        Column(
            "benefit_class",
            "text",
            "what the case was good for",
            words=(
                "obstacles removed",
                "risk mitigated",
                "relationship health improved",
                "adoption accelerated",
                "insights applied",
            ),
        ),
        Column("cluster_id", "key", "group of cases about one issue"),
        Column("csat_score", "score", "satisfaction with the case, 1 to 5", low=1, high=5),
    ),
    key=("case_id",),
    orders=tuple(
        Order("opened_at", each, clears=each) for each in ("first_response_at", "resolved_at", "happy_at", "closed_at")
    ),
    references=_ACCOUNT,
    since_start="opened_at",
)

_CASE_EVENTS: Final = Table(
    "case_events",
    "change of a case, or message in it",
    "first response, hand-offs, returns and reopens where `cases` lacks them",
    (
        Column("case_id", "key", "the case", needed=True),
        Column("at", "instant", "when", needed=True),
        Column(
            "kind",
            "text",
            "what changed",
            needed=True,
            words=("status", "owner", "group", "priority", "reply", "note"),
        ),
        Column("from_value", "text", "what it was before"),
        Column("to_value", "text", "what it became"),
        Column("actor_id", "key", "who did it"),
        Column("actor_role", "text", "on whose side", words=("customer", "agent", "system")),
        Column("is_public", "yes_no", "whether the customer sees it"),
    ),
    references=(("case_id", "cases"),),
)

_CASE_ARTICLES: Final = Table(
    "case_articles",
    "case and article",
    "link rate and accuracy, reuse",
    (
        Column("case_id", "key", "the case", needed=True),
        Column("article_id", "key", "the knowledge article", needed=True),
        Column("link_type", "text", "what was done with it", words=("reused", "improved", "created", "none")),
        Column("linked_at", "instant", "when it was linked"),
        Column("is_accurate", "yes_no", "the coach's verdict on the link; empty where not sampled"),
    ),
    key=("case_id", "article_id"),
    references=(("case_id", "cases"), ("article_id", "articles")),
)

_ARTICLES: Final = Table(
    "articles",
    "knowledge article",
    "time to publish, known and new",
    (
        Column("article_id", "key", "the article's key", needed=True),
        Column("title", "text", "title"),
        Column("created_at", "instant", "when it was first written", needed=True),
        Column("published_at", "instant", "when its audience could first read it"),
        Column("audience", "text", "who can read it", words=("internal", "partner", "customer", "public")),
        Column("owner_id", "key", "who keeps it"),
        Column("cluster_id", "key", "group of cases about one issue that it answers"),
        Column("language", "text", "language"),
        Column("is_compliant", "yes_no", "whether it meets the content standard; empty where not sampled"),
    ),
    key=("article_id",),
    orders=(Order("created_at", "published_at", clears="published_at"),),
)

_ARTICLE_SESSIONS: Final = Table(
    "article_sessions",
    "visit of one user to help, community, bot or in-product guide",
    "answers reached, delivered and accepted; deflection",
    (
        Column("session_id", "key", "the visit's key", needed=True),
        Column("started_at", "instant", "when it began", needed=True),
        Column("account_id", "key", "the customer; empty for visitors who are not known"),
        Column("user_id", "key", "the visitor"),
        _CHANNEL,
        Column("article_id", "key", "the article read"),
        Column("views_count", "count", "pages seen"),
        Column("dwell_seconds", "number", "time on the page, seconds"),
        Column("is_consumed", "yes_no", "whether it was read, by a rule declared beforehand"),
        Column("is_success", "yes_no", "whether the customer said that it helped"),
        Column("is_intended", "yes_no", "whether the customer would have contacted Support"),
        Column("needs_followup", "yes_no", "whether the customer needed more"),
        Column("form_started", "yes_no", "whether a request form was begun"),
        Column("case_id", "key", "the case opened from it"),
        Column("is_entitled", "yes_no", "whether the visitor may open cases"),
    ),
    key=("session_id",),
    references=(("account_id", "accounts"), ("case_id", "cases")),
)

_SURVEYS: Final = Table(
    "surveys",
    "answer to a survey question",
    "CSAT, DSAT, NPS, CES, employees' views, knowledge sharing",
    (
        Column("survey_id", "key", "the answer's key", needed=True),
        Column("answered_at", "instant", "when it was answered", needed=True),
        Column("sent_at", "instant", "when it was asked"),
        Column("account_id", "key", "the customer"),
        Column("case_id", "key", "the case it is about"),
        Column("person_id", "key", "the employee who answered"),
        Column(
            "instrument",
            "text",
            "which survey",
            needed=True,
            words=("csat", "nps", "ces1", "ces2", "engagement", "employee_satisfaction", "knowledge_sharing"),
        ),
        Column("item", "text", "the question"),
        Column("dimension", "text", "what the question belongs to"),
        Column(
            "score",
            "score",
            "the answer, between scale_min and scale_max or on the instrument's own scale",
            needed=True,
        ),
        Column("scale_min", "number", "lowest score that could be given"),
        Column("scale_max", "number", "highest score that could be given"),
    ),
    key=("survey_id",),
    orders=(Order("sent_at", "answered_at", clears="sent_at"),),
    references=(("account_id", "accounts"), ("case_id", "cases")),
)

SCALES: Final = MappingProxyType({"csat": (1.0, 5.0), "nps": (0.0, 10.0), "ces1": (1.0, 5.0), "ces2": (1.0, 7.0)})
"""The scale of an instrument where `surveys` does not say it: lowest and highest score, both inclusive."""

_SURVEY_WAVES: Final = Table(
    "survey_waves",
    "mailing of a survey",
    "response rates",
    (
        Column("instrument", "text", "which survey", needed=True),
        Column("sent_on", "date", "when it went out", needed=True),
        Column("sent_count", "count", "how many were asked", needed=True),
    ),
)

_MILESTONES: Final = Table(
    "milestones",
    "account and life event",
    "time to value, success rates",
    (
        Column("account_id", "key", "the customer", needed=True),
        Column("event", "text", "onboarding, first value, adoption, upgrade, renewal ...", needed=True),
        Column("started_at", "instant", "when it began", needed=True),
        Column("reached_at", "instant", "when the customer got there; empty where not yet or never"),
        Column("target_days", "count", "days it should take"),
        Column("presale_value_at", "instant", "when value was shown before the sale"),
        Column("purchased_at", "instant", "when it was bought"),
        Column("person_id", "key", "who led it"),
    ),
    orders=(Order("started_at", "reached_at", clears="reached_at"),),
    references=_ACCOUNT,
)

_TOUCHES: Final = Table(
    "touches",
    "another team's contact with an account",
    "other teams' share; covariates",
    (
        Column("account_id", "key", "the customer", needed=True),
        Column("at", "instant", "when", needed=True),
        Column("team", "text", "customer success, sales, services, product", needed=True),
    ),
    references=_ACCOUNT,
)

_IMPROVEMENTS: Final = Table(
    "improvements",
    "suggestion that came out of support",
    "improvements and what they changed",
    (
        Column("improvement_id", "key", "the suggestion's key", needed=True),
        Column("submitted_at", "instant", "when it was made", needed=True),
        Column("cluster_id", "key", "group of cases that it would end"),
        Column("article_id", "key", "article that it came from"),
        Column("submitted_by", "text", "who made it", words=("customer", "employee")),
        Column("accepted_at", "instant", "when it was taken up"),
        Column("shipped_at", "instant", "when customers had it"),
        Column("area", "text", "part of the product or the service"),
    ),
    key=("improvement_id",),
    orders=(
        Order("submitted_at", "accepted_at", clears="accepted_at"),
        Order("submitted_at", "shipped_at", clears="shipped_at"),
    ),
)

_PEOPLE: Final = Table(
    "people",
    "person in support",
    "time to proficiency",
    (
        Column("person_id", "key", "the person's key (no name is needed)", needed=True),
        Column("hired_on", "date", "first day in Support", needed=True),
        Column("left_on", "date", "first day no longer there", may_lie_ahead=True),
        Column("proficient_on", "date", "when the person worked alone"),
        Column("team", "text", "team"),
        Column("is_manager", "yes_no", "whether the person leads others"),
    ),
    key=("person_id",),
    orders=(
        Order("hired_on", "left_on", clears="left_on"),
        Order("hired_on", "proficient_on", clears="proficient_on"),
    ),
)

_WORKLOGS: Final = Table(
    "worklogs",
    "person, case or account, and day",
    "effort where cases lack it",
    (
        Column("person_id", "key", "who worked"),
        Column("case_id", "key", "the case worked on"),
        Column("account_id", "key", "the customer worked for"),
        Column("on", "date", "day", needed=True),
        Column("minutes", "minutes", "time worked", needed=True),
        _CHANNEL,
    ),
    references=(("account_id", "accounts"), ("case_id", "cases")),
)

_COSTS: Final = Table(
    "costs",
    "ledger line and month",
    "fully loaded and marginal cost",
    (
        Column("month_on", "date", "any day of the month", needed=True),
        Column(
            "category",
            "text",
            "kind of cost",
            needed=True,
            words=("salaries", "contractors", "tools", "facilities", "training", "overhead", "vendors", "content"),
        ),
        Column("amount", "amount", "cost", needed=True),
        Column("channel", "text", "channel that it belongs to; empty where shared"),
        Column("team", "text", "team that it belongs to; empty where shared"),
        Column("is_marginal", "yes_no", "whether it varies with the number of cases"),
    ),
)

_TARGETS: Final = Table(
    "targets",
    "metric and period",
    "target lines",
    (
        Column("metric", "text", "the metric's name", needed=True),
        Column("period", "text", "such as 2026Q2, 2026 or 2026-05", needed=True),
        Column("value", "number", "what was set out to be reached, in the metric's unit", needed=True),
        Column("slice", "text", "part of the company, such as segment=SMB; empty for the whole"),
        Column("owner", "text", "role that answers for it"),
        Column("scenario", "text", "plan or forecast; a plan where empty"),
    ),
)

_BENCHMARKS: Final = Table(
    "benchmarks",
    "published comparison value",
    "benchmark lines, labelled with their source",
    (
        Column("metric", "text", "the metric's name", needed=True),
        Column("value", "number", "the value, in the metric's unit", needed=True),
        Column("year", "count", "year that it is about", needed=True),
        Column("source", "text", "who published it", needed=True),
        Column("low", "number", "lower end of the usual range"),
        Column("high", "number", "upper end of the usual range"),
    ),
)

_EXCHANGE_RATES: Final = Table(
    "exchange_rates",
    "currency and day",
    "any money that is not in the reporting currency",
    (
        Column("currency", "key", "ISO 4217 code", needed=True),
        Column("on", "date", "first day on which the rate holds", needed=True),
        Column("rate", "number", "one unit of the currency in the reporting currency", needed=True),
    ),
    key=("currency", "on"),
)

_QUOTES: Final = Table(
    "quotes",
    "thing that a customer said, with consent",
    "one voice on a slide",
    (
        Column("account_id", "key", "the customer", needed=True),
        Column("said_on", "date", "when", needed=True),
        Column("text", "text", "the words", needed=True),
        Column("consent", "yes_no", "whether the customer agreed to be quoted", needed=True),
        Column("attribution", "text", "how the customer agreed to be named"),
    ),
    references=_ACCOUNT,
)

_ASSUMPTIONS: Final = Table(
    "assumptions",
    "assumption, in `valuestory.toml` or in a table",
    "ledger, deflection, loaded rate, margin",
    (
        Column("name", "key", "the assumption's name", needed=True),
        Column("low", "number", "lower end", needed=True),
        Column("base", "number", "what is taken", needed=True),
        Column("high", "number", "upper end", needed=True),
        Column("unit", "text", "unit", needed=True),
        Column("source", "text", "where it comes from", needed=True),
        Column("owner", "text", "role in Finance that answers for it"),
    ),
    key=("name",),
)

TABLES: Final = MappingProxyType(
    {
        table.name: table
        for table in (
            _ACCOUNTS,
            _SUBSCRIPTIONS,
            _USAGE,
            _CASES,
            _CASE_EVENTS,
            _CASE_ARTICLES,
            _ARTICLES,
            _ARTICLE_SESSIONS,
            _SURVEYS,
            _SURVEY_WAVES,
            _MILESTONES,
            _TOUCHES,
            _IMPROVEMENTS,
            _PEOPLE,
            _WORKLOGS,
            _COSTS,
            _TARGETS,
            _BENCHMARKS,
            _EXCHANGE_RATES,
            _QUOTES,
            _ASSUMPTIONS,
        )
    }
)
"""Every canonical table by name, in the order of `docs/tables.md`."""
