"""Writes a package as a ZIP: each table as CSV, both descriptions, the whole as JSON, and a note for people."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kpa_tracker.base.toolkit.packages.describing import data_package, web_metadata
from kpa_tracker.base.toolkit.packages.tables import Cell, Package, Table

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of every file: a ZIP knows no earlier one, and equal content gives equal bytes."""
READABLE = 0o100644 << 16
UNIX = 3
RAW = (
    "The CSV files are raw data: UTF-8, values as they are, without anything that keeps a spreadsheet from computing a "
    "text that looks like a formula. Bring them into a spreadsheet by its data import, with every column as text."
)


def zipped(package: Package) -> bytes:
    """Return a package as the bytes of a ZIP; the same for the same content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files_of(package):
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, READABLE, UNIX
            archive.writestr(entry, text)
    return file.getvalue()


def files_of(package: Package) -> Iterator[tuple[str, str]]:
    """Yield each file by its name."""
    yield "README.txt", read_me(package)
    yield "datapackage.json", as_json(data_package(package))
    yield "csv-metadata.json", as_json(web_metadata(package))
    yield "data.json", as_json({table.name: list(records_of(table)) for table in package.tables})
    for table in package.tables:
        yield table.file, as_csv(table)


def as_json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_csv(table: Table) -> str:
    """Return a table after RFC 4180: lines end with CR LF, nothing is added to a value."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([field.name for field in table.fields])
    writer.writerows([written(cell) for cell in row] for row in table.rows)
    return file.getvalue()


def written(cell: Cell) -> str:
    """Return a value as its cell holds it; what is missing is empty, never zero."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def records_of(table: Table) -> Iterator[dict[str, Any]]:
    """Yield rows by the names of their columns."""
    names = [field.name for field in table.fields]
    yield from (dict(zip(names, map(native, row), strict=True)) for row in table.rows)


def native(cell: Cell) -> Any:
    """Return a value as JSON has it."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def read_me(package: Package) -> str:
    """Return what a person reads first."""
    licence = package.licence
    may = f"Licence: {licence.title}, {licence.address}" if licence else "This is not for publication."
    files = [f"{table.file}: {table.title}, {len(table.rows)} rows" for table in package.tables]
    described = [
        "datapackage.json describes all tables as a Frictionless Data Package, version 2 (https://datapackage.org).",
        "csv-metadata.json describes them as CSV on the Web (https://www.w3.org/TR/tabular-metadata/).",
        "data.json has the same tables as JSON.",
    ]
    head = [package.title, f"{package.publisher}, {package.made_on:%Y-%m-%d}", package.description, may, *package.notes]
    return "\n\n".join(["\n".join(head), RAW, "\n".join(described), "\n".join(files)]) + "\n"
