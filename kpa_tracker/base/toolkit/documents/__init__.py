"""Word documents: reading somebody's, and writing our own. The one door to python-docx."""

from kpa_tracker.base.toolkit.documents.reading import read_document
from kpa_tracker.base.toolkit.documents.writing import (
    CONTENT_TYPE,
    Block,
    Bullets,
    Heading,
    NewPage,
    Picture,
    Sheet,
    Table,
    Text,
    write_document,
)

__all__ = [
    "CONTENT_TYPE",
    "Block",
    "Bullets",
    "Heading",
    "NewPage",
    "Picture",
    "Sheet",
    "Table",
    "Text",
    "read_document",
    "write_document",
]
