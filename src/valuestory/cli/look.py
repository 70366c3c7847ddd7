"""The commands that look at something: `check`, `metrics`."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]


def check(
    data: Annotated[
        str, typer.Argument(metavar="DATA", help="A folder, a valuestory.toml, a warehouse URL, or sample.")
    ] = ".",
    as_json: Json = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="PATH", help="Write it as one page too, to forward.")
    ] = None,
) -> None:
    """Say what is wrong with the tables, what they carry, and what is missing.

    Rows read, used and set aside; every fault with its rows, examples and how to mend it; which slides and metrics the
    data carries; which table, column and export would bring the others. Ends with 4 where a fault stops a table.
    """
    from valuestory.cli.words import print_json
    from valuestory.errors import DataError
    from valuestory.metrics.inspection.inspecting import inspect_company
    from valuestory.metrics.inspection.inspection import inspection_record
    from valuestory.story.wording.vocabulary import vocabulary_of

    inspection = inspect_company(data, lambda project: vocabulary_of(project).spoken)
    if as_json:
        print_json(inspection_record(inspection))
    else:
        from valuestory.cli.inspection_text import print_inspection

        print_inspection(inspection)
    if html is not None:
        from valuestory.cli.inspection_page import write_page

        write_page(inspection, html)
        typer.echo(f"page: {html}", err=as_json)
    if inspection.stopping:
        raise typer.Exit(DataError.exit_code)


def metrics(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One metric; all without it.")] = None,
    as_json: Json = False,
    data: Annotated[
        str | None, typer.Option("--data", metavar="D", help="Compute them on this company's tables.")
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="P", help="With --data: 2026Q2, 2026 or 2026-05.")
    ] = None,
    view: Annotated[
        str | None,
        typer.Option("--view", metavar="V", help="As a framework groups them: areas, categories, chain or streams."),
    ] = None,
) -> None:
    """Show the catalogue of metrics, or compute them.

    For each metric: what it means, its formula and unit, which columns it needs, where it comes from and how it
    misleads. What published frameworks measure and is not computed is listed after them, with the reason.
    A view is a selection in a framework's own order; nothing in it is weighted or added up.
    """
    from valuestory.metrics.catalogue import METRICS, as_record, metric

    if view is not None:
        return _viewed(view, name, data, period, as_json)
    chosen = [metric(name)] if name else list(METRICS.values())
    if data is not None:
        return _computed(data, period, name, as_json)
    records = [as_record(each) for each in chosen]
    _print_metrics(records, as_json=as_json, one=name is not None)


def _print_metrics(records: list[dict[str, Any]], *, as_json: bool, one: bool) -> None:
    from valuestory.cli.words import print_json, print_table

    if as_json:
        print_json(records)
    elif one:
        for key, value in records[0].items():
            typer.echo(f"{key + ':':<12} {', '.join(value) if isinstance(value, list) else value}")
    else:
        rows = [(each["name"], each["definition"], each["unit"], ", ".join(_tables(each))) for each in records]
        print_table(("name", "what it means", "unit", "needs"), rows)
        _print_not_computed()


def _print_not_computed() -> None:
    from valuestory.cli.words import print_table
    from valuestory.metrics.catalogue.not_computed import NOT_COMPUTED

    rows = [(each.label, each.framework, each.reason, ", ".join(each.nearest)) for each in NOT_COMPUTED.values()]
    print_table(("not computed", "framework", "why", "nearest"), rows)


def _tables(record: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(str(need).partition(".")[0] for need in record["needs"]))


def _computed(data: str, period: str | None, name: str | None, as_json: bool) -> None:
    """Print the results of one company: of its last period for reading, all of them as JSON."""
    import json

    from valuestory.cli.words import print_json, print_table
    from valuestory.metrics import METRICS, open_company

    company = open_company(data, period=period)
    table = company.metrics(*([name] if name else []))
    if as_json:
        print_json(json.loads(table.to_json(orient="records", date_format="iso", double_precision=15)))
        return
    shown = (table["slice"] == "all") | table["slice"].str.startswith("life_event=")
    now = table[(table["period_start"] == table["period_start"].max()) & shown]
    rows = [
        (_title(METRICS[row["metric"]].label, row["slice"]), *_figures(row), METRICS[row["metric"]].unit)
        for row in now.to_dict("records")
    ]
    print_table(("metric", "value", "low", "high", "n", "unit"), rows, title=f"{company.name}, {company.period.name}")


def _title(label: str, slice_: str) -> str:
    return label if slice_ == "all" else f"{label}: {slice_.partition('=')[2]}"


def _figures(row: Mapping[Hashable, Any]) -> tuple[str, ...]:
    """Return value, low, high and n; why there is none where that is so."""
    if row["value"] != row["value"]:
        return str(row["evidence"]), "", "", ""
    return tuple(_figure(row[name]) for name in ("value", "low", "high", "n"))


def _viewed(name: str, one: str | None, data: str | None, period: str | None, as_json: bool) -> None:
    """Print a view by its groups: of the catalogue, or with a company's figures."""
    from valuestory.cli.words import print_json, print_table
    from valuestory.metrics.catalogue.views import view

    chosen = view(name)
    if one is not None:
        raise typer.BadParameter("a view has many metrics: leave out NAME, or --view")
    if data is not None:
        return _view_computed(name, chosen.title, data, period, as_json)
    records = [
        {"group": group.name, "asks": group.asks, "metrics": [each.name for each in chosen.metrics(group.name)]}
        | ({"empty": group.empty} if group.empty else {})
        for group in chosen.groups
    ]
    if as_json:
        about = {"view": name, "title": chosen.title, "source": chosen.source, "caution": chosen.caution}
        return print_json(about | {"groups": records})
    rows = [
        (each["group"], each["asks"], ", ".join(each["metrics"]) or f"none: {each.get('empty', '')}")
        for each in records
    ]
    print_table(("group", "what it must tell", "metrics"), rows, title=chosen.title)
    typer.echo(f"{chosen.caution}\nSource: {chosen.source}")


def _view_computed(name: str, title: str, data: str, period: str | None, as_json: bool) -> None:
    import json

    from valuestory.cli.words import print_json, print_table
    from valuestory.metrics import open_company

    company = open_company(data, period=period)
    table = company.view(name)
    if as_json:
        return print_json(json.loads(table.to_json(orient="records", double_precision=15)))
    rows = [
        (each.group, each.label, each.missing, "", "", "")
        if each.missing
        else (each.group, each.label, _figure(each.value), _figure(each.low), _figure(each.high), each.unit)
        for _, each in table.iterrows()
    ]
    print_table(
        ("group", "metric", "value", "low", "high", "unit"),
        rows,
        title=f"{title}: {company.name}, {company.period.name}",
    )


def _figure(value: float) -> str:
    """Return a figure with four significant digits, whole where it is large: for a look, not for a slide."""
    if value != value:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
