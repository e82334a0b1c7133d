"""Word documents: reading somebody's, and writing our own. The one door to python-docx."""

from kpa_tracker.base.toolkit.documents.reading import read_document
from kpa_tracker.base.toolkit.documents.writing import Block, Bullets, Heading, Table, Text, write_document

__all__ = ["Block", "Bullets", "Heading", "Table", "Text", "read_document", "write_document"]
