"""What stands in the file for bars of several widths with targets, and for bars from a date to a date."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.charts.chart_gallery import NATIVE
from tests.unit.charts.deck_of_charts import THEME, ChartDeck, find, sheet
from tests.unit.charts.gallery_of_layers import bullets, steps


def test_a_bullets_target_is_a_value_with_a_stroke_across_it() -> None:
    """Targets 65, 78, 85, 40 are a series of their own; a tick 28 long and 3 thick is a line 28 wide, as long as 3."""
    made = ChartDeck().add(NATIVE["bullet_of_ranges_over_each_other"](), theme=THEME)
    header, *rows = sheet(made)
    assert (header[0], len(header), header[-1]) == ("measure", 6, "target")
    assert [row[-1] for row in rows] == list(bullets().target)
    assert [each.value for each in made.points if each.series == "target"] == list(bullets().target)
    assert find(made, "//c:errBars/c:noEndCap/@val") == ["1"]
    assert find(made, "//c:errBars/c:errValType/@val") == ["fixedVal"]
    assert find(made, "//c:errBars/c:spPr/a:ln/@w") == [str(28 * 12_700)]
    wide = float(find(made, "//c:plotArea/c:layout//c:w/@val")[0]) * 600
    assert 2 * float(find(made, "//c:errBars/c:val/@val")[0]) / 100 * wide == pytest.approx(3, rel=0.01)


def test_ranges_of_one_width_share_a_plot_and_what_was_reached_has_its_own() -> None:
    """Three ranges lie over each other on the first pair of axes, the thinner bars and the targets on the second."""
    made = ChartDeck().add(NATIVE["bullet_of_ranges_over_each_other"](), theme=THEME)
    assert [len(find(made, f"(//c:barChart)[{at}]/c:ser")) for at in (1, 2)] == [3, 2]
    assert find(made, "//c:barChart/c:overlap/@val") == ["100", "100"]


def test_a_gantts_workbook_holds_the_first_day_and_the_days() -> None:
    """A step from 15 January to 1 March 2026 begins at that date and is 45 days long, which is its value."""
    made = ChartDeck().add(NATIVE["gantt_of_dates"](), theme=THEME)
    header, *rows = sheet(made)
    assert header == ["step", "start", "days"]
    (first, *_), length = rows[[row[0] for row in rows].index("Build")][1:2], 45.0
    assert first == (date(2026, 1, 15) - date(1899, 12, 30)).days
    assert {(each.category, each.value) for each in made.points} >= {("Build", length)}
    assert len(made.points) == len(steps())
    assert [each.rpartition("]")[2] for each in find(made, "//c:val//c:formatCode/text()")] == ["yyyy-mm-dd", "General"]
