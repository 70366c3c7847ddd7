"""The nbconvert exporter `PowerPoint`: JupyterLab's menu, and `jupyter nbconvert --to PowerPoint`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nbconvert.exporters.exporter import Exporter
from traitlets import List, Unicode, default

from valuestory.notebook.export import export_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


class PowerPointExporter(Exporter):
    """Makes a deck of a notebook that has run: the same one as `valuestory export`."""

    template = Unicode("", help="A template's name or file; else the notebook's metadata, else the story's own.").tag(
        config=True
    )
    audience = Unicode("", help="Whose storyline orders the slides (ceo, cfo, coo); else the story's own.").tag(
        config=True
    )
    storyline = List(Unicode(), help="Slide keys in order, instead of an audience's.").tag(config=True)
    export_from_notebook = "PowerPoint"
    output_mimetype = PPTX

    @default("file_extension")
    def _pptx(self) -> str:
        return ".pptx"

    def from_notebook_node(  # type: ignore[override]  # bytes, as nbconvert writes them
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the deck's bytes and nbconvert's resources, without outputs of their own.

        Raises
        ------
        NotebookError
            When the notebook holds no slides or a cell of it failed: run it again. Others as `export_notebook`.
        """
        _, resources = super().from_notebook_node(nb, resources, **kw)
        resources["outputs"] = {}
        deck = export_notebook(
            nb, template=self.template or None, audience=self.audience or None, storyline=self.storyline
        )
        return deck, resources
