"""CSV files that are one table: the same header in each, and columns that the names of their folders tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from valuestory.data.engines.staged import Remark
from valuestory.data.files.csv_layout import Layout
from valuestory.data.files.locations import called, partitions
from valuestory.errors import DataError


def one_layout(files: Sequence[Path], layouts: Sequence[Layout]) -> Layout:
    """Return the layout that all files have.

    Raises
    ------
    DataError
        When one has another header, delimiter or other folders than most: it is named, with how it differs.
    """
    (usual, _), *others = Counter(layouts).most_common()
    like = files[layouts.index(usual)]
    odd = [(path, each) for path, each in zip(files, layouts, strict=True) if each != usual]
    if others:
        path, layout = odd[0]
        more = f" ({len(odd) - 1} more differ)" if len(odd) > 1 else ""
        raise DataError(
            f"its files do not have the same header: {_difference(called(path), layout, called(like), usual)}{more}",
            do="give files of one export, or a table of its own to each",
        )
    for path in files:
        if list(partitions(path)) != list(partitions(like)):
            what = f"its files do not lie in the same kind of folders: {called(path)} and {called(like)}"
            raise DataError(what, do="give those of one kind")
    return usual


def _difference(name: str, layout: Layout, like: str, usual: Layout) -> str:
    if layout.delimiter != usual.delimiter and len(layout.cells) == len(usual.cells):
        return f'{name} is cut by "{layout.delimiter}", {like} by "{usual.delimiter}"'.replace("\t", "tab")
    lacking = [each for each in usual.headers if each not in layout.headers]
    beside = [each for each in layout.headers if each not in usual.headers]
    if not lacking and not beside:
        order = "in another order" if layout.headers != usual.headers else "in another line"
        return f"{name} has it {order} than {like}"
    told = [f"lacks {_listed(lacking)}"] if lacking else []
    told += [f"has {_listed(beside)}"] if beside else []
    return f"{name} {' and '.join(told)}, unlike {like}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(f'"{each}"' for each in names[:5]) + more


def with_folders(headers: tuple[str, ...], path: Path) -> tuple[str, ...]:
    """Return the headers of a file with those that the names of its folders tell, which go before its own."""
    return (*without_folders(headers, path).values(), *partitions(path))


def without_folders(headers: tuple[str, ...], path: Path) -> dict[int, str]:
    """Return the headers of a file by position, but for those that the names of its folders tell."""
    told = {each.casefold() for each in partitions(path)}
    return {position: each for position, each in enumerate(headers) if each.casefold() not in told}


def shadowed(headers: tuple[str, ...], path: Path) -> tuple[Remark, ...]:
    """Say which columns of a file are not read because the names of its folders tell them."""
    own = without_folders(headers, path)
    names = [f'"{each}"' for position, each in enumerate(headers) if position not in own]
    if not names:
        return ()
    what = f"have {', '.join(names)} in the files and in the names of their folders: the folders' are read"
    return (Remark(what, "nothing, if they say the same; else take the column out of the files"),)
