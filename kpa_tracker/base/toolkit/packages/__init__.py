"""Tables as a data package: CSV with what describes it, and the same as JSON."""

from kpa_tracker.base.toolkit.packages.tables import OPEN_GOVERNMENT, Cell, Field, Licence, Link, Package, Table, Type
from kpa_tracker.base.toolkit.packages.writing import zipped

__all__ = ["OPEN_GOVERNMENT", "Cell", "Field", "Licence", "Link", "Package", "Table", "Type", "zipped"]
