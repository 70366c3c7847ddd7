"""Mappings that ship: how the exports and the warehouse tables of known vendors become canonical tables.

A mapping is TOML: names, values, units, formats. What needs computing is a Python function of `valuestory.data.steps`
that the TOML names. `recognise` tells a vendor by the headers of its files.
"""

from __future__ import annotations

from valuestory.data.vendors.exports import Export, exports_of
from valuestory.data.vendors.mapping import VendorMapping, mapping, mappings

__all__ = ["Export", "VendorMapping", "exports_of", "mapping", "mappings"]
