"""The nbconvert exporter `PowerPoint`: JupyterLab's menu, and `jupyter nbconvert --to PowerPoint`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nbconvert.exporters.exporter import Exporter
from traitlets import Bool, List, Unicode, default

from valuestory.notebook.export import export_notebook
from valuestory.notebook.plain.cells import Choices

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
    include_input = Bool(False, help="Show the code of cells too, those that hide it excepted.").tag(config=True)
    allow_errors = Bool(False, help="Take a notebook in which a cell failed; its outcome is left out.").tag(config=True)
    export_from_notebook = "PowerPoint"
    output_mimetype = PPTX

    @default("file_extension")
    def _pptx(self) -> str:
        return ".pptx"

    def from_notebook_node(  # type: ignore[override]  # bytes, as nbconvert writes them
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the deck's bytes and nbconvert's resources, without outputs of their own.

        What the notebook shows and the deck does not is logged as a warning, each with its cell.

        Raises
        ------
        NotebookError
            When the notebook holds nothing for a slide or a cell of it failed: run it again. Others as
            `export_notebook`.
        """
        _, resources = super().from_notebook_node(nb, resources, **kw)
        resources["outputs"] = {}
        about = resources.get("metadata", {})
        deck = export_notebook(
            nb,
            template=self.template or None,
            audience=self.audience or None,
            storyline=self.storyline,
            name=f"{about.get('name') or 'notebook'}.ipynb",
            folder=Path(about["path"]).resolve() if about.get("path") is not None else None,
            choices=Choices(self.include_input, self.allow_errors),
            note=lambda text: self.log.warning("%s", text),
        )
        return deck, resources
