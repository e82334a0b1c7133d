"""What a package says of itself, twice: as a Frictionless Data Package (version 2), and as CSV on the Web."""

from __future__ import annotations

from typing import Any

from kpa_tracker.base.toolkit.packages.tables import Field, Link, Package, Table, Type

PROFILE, RESOURCE_PROFILE, SCHEMA_PROFILE = (
    f"https://datapackage.org/profiles/2.0/{name}.json" for name in ("datapackage", "dataresource", "tableschema")
)
CSVW_TYPES = {
    Type.STRING: "string",
    Type.INTEGER: "integer",
    Type.NUMBER: "decimal",
    Type.BOOLEAN: "boolean",
    Type.DATE: "date",
}
Described = dict[str, Any]


def without_gaps(described: Described) -> Described:
    return {name: value for name, value in described.items() if value not in ("", None, [], {})}


# --- Frictionless -----------------------------------------------------------------------------------------------------


def data_package(package: Package) -> Described:
    """Return the descriptor of a Frictionless Data Package."""
    licence = package.licence
    return without_gaps(
        {
            "$schema": PROFILE,
            "name": package.name,
            "title": package.title,
            "description": package.description,
            "created": f"{package.made_on.isoformat()}T00:00:00Z",
            "contributors": [{"title": package.publisher, "roles": ["publisher"]}],
            "licenses": [{"name": licence.name, "title": licence.title, "path": licence.address}] if licence else [],
            "resources": [_resource(table) for table in package.tables],
        }
    )


def _resource(table: Table) -> Described:
    return without_gaps(
        {
            "$schema": RESOURCE_PROFILE,
            "name": table.name,
            "type": "table",
            "title": table.title,
            "description": table.description,
            "path": table.file,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": without_gaps(
                {
                    "$schema": SCHEMA_PROFILE,
                    "fields": [_field(one, table) for one in table.fields],
                    "primaryKey": list(table.key),
                    "foreignKeys": [_foreign(link) for link in table.links],
                    "missingValues": [""],
                }
            ),
        }
    )


def _field(one: Field, table: Table) -> Described:
    constraints = {"required": True} if one.needed or one.name in table.key else {}
    if one.codes:
        constraints |= {"enum": list(one.codes)}  # type: ignore[dict-item]
    described = {"name": one.name, "title": one.title, "type": one.type.value, "description": one.said}
    return without_gaps({**described, "unit": one.unit, "constraints": constraints})


def _foreign(link: Link) -> Described:
    return {"fields": [link.name], "reference": {"resource": link.table, "fields": [link.to]}}


# --- CSV on the Web ---------------------------------------------------------------------------------------------------


def web_metadata(package: Package) -> Described:
    """Return the metadata of a group of tables, after the W3C's Metadata Vocabulary for Tabular Data."""
    files = {table.name: table.file for table in package.tables}
    return without_gaps(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "@type": "TableGroup",
            "dc:title": package.title,
            "dc:description": package.description,
            "dc:publisher": package.publisher,
            "dc:created": {"@value": package.made_on.isoformat(), "@type": "xsd:date"},
            "dc:license": {"@id": package.licence.address} if package.licence else None,
            "dialect": {"encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
            "tables": [_web_table(table, files) for table in package.tables],
        }
    )


def _web_table(table: Table, files: dict[str, str]) -> Described:
    return without_gaps(
        {
            "url": table.file,
            "dc:title": table.title,
            "dc:description": table.description,
            "tableSchema": without_gaps(
                {
                    "columns": [_web_column(one, table) for one in table.fields],
                    "primaryKey": list(table.key),
                    "foreignKeys": [_web_foreign(link, files) for link in table.links],
                }
            ),
        }
    )


def _web_column(one: Field, table: Table) -> Described:
    required = {"required": True} if one.needed or one.name in table.key else {}
    titles = list(dict.fromkeys((one.name, one.title)))
    described = {"name": one.name, "titles": titles, "dc:description": one.said, "datatype": CSVW_TYPES[one.type]}
    return without_gaps({**described, **required})


def _web_foreign(link: Link, files: dict[str, str]) -> Described:
    return {
        "columnReference": [link.name],
        "reference": {"resource": files[link.table], "columnReference": [link.to]},
    }
