"""Expressions over a warehouse carried from one process to another: what was asked of it is not asked again there.

What travels names tables and their columns, and no connection: whoever takes it up connects for itself.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.operations as ops


def packed(tables: Mapping[str, ibis.Table]) -> bytes | None:
    """Return tables of a warehouse as bytes; None where one holds something that its connection alone has."""
    apart = {name: table.unbind() for name, table in tables.items()}
    if any(hasattr(node, "source") for table in apart.values() for node in table.op().find(ops.Node)):
        return None
    return pickle.dumps(apart)


def unpacked(content: bytes, backend: Any) -> dict[str, ibis.Table]:
    """Return the tables that were packed, as a connection to the same warehouse has them.

    Parameters
    ----------
    content
        From `packed`, out of a file that only this user can write.
    backend
        The connection.
    """
    apart: dict[str, ibis.Table] = pickle.loads(content)
    theirs = {node for table in apart.values() for node in table.op().find(ops.UnboundTable)}
    here: Any = {node: ops.DatabaseTable(node.name, node.schema, backend, node.namespace) for node in theirs}
    return {name: table.op().replace(here).to_expr() for name, table in apart.items()}
