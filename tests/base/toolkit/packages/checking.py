"""Holds a data package against what its two descriptions say, by the Data Package standard and by the rules of the
W3C's Metadata Vocabulary for Tabular Data."""

import csv
import datetime
import io
import json
import re
import zipfile
from decimal import Decimal

NAME = re.compile(r"[-a-z0-9._/]+")
PREFIXED = re.compile(r"[a-z]+:[A-Za-z]+")
COLUMN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.]*")
READ = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "decimal": Decimal,
    "date": datetime.date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def opened(content):
    """Return the files of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows_of(files, name):
    return list(csv.DictReader(io.StringIO(files[name], newline="")))


def checked(content):
    """Return the tables of a package once both descriptions hold."""
    files = opened(content)
    frictionless = described_by_package(files)
    assert described_by_web(files) == frictionless
    assert as_json_has_it(files) == frictionless
    assert {name for name in files if name.endswith(".csv")} == {f"{name}.csv" for name in frictionless}
    return frictionless


def described_by_package(files):
    """Check the Frictionless description and return {table: rows as values}."""
    package = json.loads(files["datapackage.json"])
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert NAME.fullmatch(package["name"])
    assert all(set(licence) & {"name", "path"} for licence in package.get("licenses", []))
    datetime.datetime.strptime(package["created"], "%Y-%m-%dT%H:%M:%SZ")
    tables = {one["name"]: table_of_package(files, one) for one in package["resources"]}
    assert len(tables) == len(package["resources"])
    for resource in package["resources"]:
        for link in resource["schema"].get("foreignKeys", []):
            to = link["reference"]
            assert_linked(tables[resource["name"]], link["fields"], tables[to["resource"]], to["fields"])
    return tables


def table_of_package(files, resource):
    assert NAME.fullmatch(resource["name"])
    assert resource["type"] == "table"
    schema = resource["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    read = rows_as(rows_of(files, resource["path"]), {name: field["type"] for name, field in fields.items()})
    for name, field in fields.items():
        constraints = field.get("constraints", {})
        values = [row[name] for row in read]
        assert not constraints.get("required") or None not in values, (resource["name"], name)
        assert set(values) - {None} <= set(constraints.get("enum", values)), (resource["name"], name)
    assert_key(read, schema.get("primaryKey", []))
    return read


def described_by_web(files):
    """Check the description as CSV on the Web and return {table: rows as values}."""
    group = json.loads(files["csv-metadata.json"])
    assert group["@context"][0] == "http://www.w3.org/ns/csvw"
    assert all(PREFIXED.fullmatch(kind) for kind in kinds_of_values(group))
    tables = {one["url"]: table_of_web(files, one) for one in group["tables"]}
    for one in group["tables"]:
        for link in one["tableSchema"].get("foreignKeys", []):
            to = link["reference"]
            assert_linked(tables[one["url"]], link["columnReference"], tables[to["resource"]], to["columnReference"])
    return {name.removesuffix(".csv"): rows for name, rows in tables.items()}


def kinds_of_values(group):
    """What common properties say their values are: the vocabulary allows prefixed names and addresses alone."""
    return [value["@type"] for name, value in group.items() if ":" in name and "@type" in value]


def table_of_web(files, table):
    columns = table["tableSchema"]["columns"]
    names = [column["name"] for column in columns]
    assert len(set(names)) == len(names)
    assert all(COLUMN_NAME.fullmatch(name) for name in names)
    header = next(csv.reader(io.StringIO(files[table["url"]], newline="")))
    assert all(head in column["titles"] for head, column in zip(header, columns, strict=True))
    read = rows_as(rows_of(files, table["url"]), {column["name"]: column["datatype"] for column in columns})
    required = [column["name"] for column in columns if column.get("required")]
    assert all(row[name] is not None for row in read for name in required)
    assert_key(read, table["tableSchema"].get("primaryKey", []))
    return read


def rows_as(rows, types):
    assert all(set(row) == set(types) for row in rows)
    return [{name: READ[types[name]](text) if text else None for name, text in row.items()} for row in rows]


def assert_key(rows, names):
    keys = [tuple(row[name] for name in names) for row in rows]
    assert not names or len(set(keys)) == len(keys)
    assert all(None not in key for key in keys)


def assert_linked(rows, names, among, to):
    """Each row points at one row and no more."""
    found = [tuple(row[name] for name in to) for row in among]
    known = {key for key in found if found.count(key) == 1}
    pointing = {tuple(row[name] for name in names) for row in rows}
    assert {key for key in pointing if None not in key} <= known, names


def as_json_has_it(files):
    """Return the tables of data.json as values, days and figures as the others have them."""
    package = json.loads(files["datapackage.json"])
    types = {
        one["name"]: {field["name"]: field["type"] for field in one["schema"]["fields"]} for one in package["resources"]
    }
    found = json.loads(files["data.json"], parse_float=Decimal)
    return {
        table: [{name: from_json(value, types[table][name]) for name, value in row.items()} for row in rows]
        for table, rows in found.items()
    }


def from_json(value, type_):
    if value is None or type_ not in {"date", "number"}:
        return value
    return READ[type_](str(value))
