"""Who answers when asked: a score says nothing of those who did not."""

from typing import Final

from valuestory.metrics.catalogue.metric import Metric

_NEEDS: Final = (
    *("survey_waves.instrument", "survey_waves.sent_on", "survey_waves.sent_count"),
    *("surveys.survey_id", "surveys.answered_at", "surveys.instrument"),
)
_SOURCE: Final = "Standard definition: answers / surveys sent; Wilson's interval, each person asked by itself"
_SILENT: Final = (
    "Who does not answer differs from who does: below a third, read a score as of those who answered. An answer "
    "belongs to the last mailing before it, so that the newest one still grows; a mailing with more answers than "
    "people asked is not the whole of what was sent and is left out."
)


def _rate(name: str, label: str, of: str, sums: str, frameworks: tuple[str, ...], trap: str = "") -> Metric:
    return Metric(
        name=name,
        label=label,
        definition=f"Share of those asked {of} that answered, by the day on which the survey went out.",
        formula="answers to the period's mailings / people asked by them; of several questions, the one most answered",
        unit="share",
        direction="up",
        needs=_NEEDS,
        numerator=f"{sums}_returned",
        denominator=f"{sums}_sent",
        interval="share",
        observations=f"{sums}_sent",
        observed="people asked",
        evidence="counted",
        frameworks=(*frameworks, "Value chain: Support Effort"),
        source=_SOURCE,
        traps=f"{_SILENT} {trap}".strip(),
        by="instrument",
    )


RESPONSES: Final = (
    _rate(
        "survey_response_rate",
        "Response to surveys",
        "in all surveys",
        "surveys",
        ("Standard: response rate",),
        "Moves with the mix of surveys: see each by itself.",
    ),
    _rate("csat_response_rate", "Response to CSAT", "how satisfied they are", "csat", ("Standard: CSAT",)),
    _rate("nps_response_rate", "Response to NPS", "whether they would recommend", "nps", ("Standard: NPS",)),
    _rate("effort_response_rate", "Response to effort surveys", "what effort it took", "effort", ("Standard: CES",)),
    _rate(
        "staff_response_rate",
        "Response of people in Support",
        "in surveys of people in Support",
        "staff",
        ("New Metrics Framework: Employee", "Klever: knowledge sharing"),
        "Who fears to be recognised does not answer.",
    ),
)
