"""The OpenAPI document is a valid one, and says of each list what its page's filters and its answers are."""

from __future__ import annotations

import typing
from typing import Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from deliverables.models import ProgressUpdate
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.dates import Precision
from kpa_tracker.base.toolkit.ratings import RATINGS
from kpa_tracker.interfaces.api import shapes
from kpa_tracker.interfaces.api.openapi import document
from kpa_tracker.interfaces.api.resources import RESOURCES
from kpa_tracker.interfaces.api.shapes import common, deliverables, inspections, measures, plans, risks
from plans.models import Plan, Section
from plans.periods import Frequency
from risks.models import Risk
from risks.models.querysets import BASES
from risks.scoring import Level, Stance
from targets.models import Judgement, Recommendation, Result
from targets.performance import Direction, Form, Gathering, Kind, MeasuredIn
from tests.api.records import NAMES, list_url


def test_the_document_is_valid():
    validate(document(), cls=OpenAPIV31SpecValidator)


def test_a_document_with_a_fault_would_be_found():
    broken = msgspec.json.decode(msgspec.json.encode(document()))
    del broken["paths"][list_url("plans")]["get"]["responses"]
    del broken["info"]["title"]
    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


def test_it_has_a_path_for_each_list_and_for_one_record_of_it():
    expected = [path for name in NAMES for path in (list_url(name), f"{list_url(name)}{{id}}/")]
    assert list(document()["paths"]) == expected


def test_only_get_is_offered():
    assert {method for item in document()["paths"].values() for method in item} == {"get"}


def test_every_reference_leads_somewhere():
    text = msgspec.json.encode(document()).decode()
    parts = document()["components"]
    known = {f"#/components/{kind}/{name}" for kind in ("schemas", "responses") for name in parts[kind]}
    named = {piece.partition('"')[0] for piece in text.split('"$ref":"')[1:]}
    assert named <= known


@pytest.mark.parametrize("name", NAMES)
def test_every_facet_of_a_list_is_a_parameter(name):
    resource = RESOURCES[name]
    facets = set(resource.page.filterset_class.base_filters) - (set() if resource.reads_the_past else {"as_of"})
    said = {one["name"] for one in document()["paths"][list_url(name)]["get"]["parameters"]}
    assert said == {*facets, "page", "per_page"}


def parameter_of(name, facet):
    found = document()["paths"][list_url(name)]["get"]["parameters"]
    return next(one for one in found if one["name"] == facet)


def test_a_parameter_says_what_it_takes():
    assert parameter_of("deliverables", "plan")["schema"] == {"type": "integer"}
    assert parameter_of("deliverables", "as_of")["schema"] == {"type": "string", "format": "date"}
    assert parameter_of("deliverables", "rating")["schema"] == {"type": "string"}, "each plan has ratings of its own"
    assert parameter_of("plans", "state")["schema"]["enum"] == Plan.State.values
    assert parameter_of("plans", "per_page")["schema"]["maximum"] == 500


# --- Codes ------------------------------------------------------------------------------------------------------------


def literals(kind):
    """Return the codes that a type names."""
    if get_origin(kind) is Literal:
        return set(get_args(kind))
    return {code for part in get_args(kind) for code in (literals(part) if not isinstance(part, str) else ())}


def codes_of(shape, field):
    return literals(get_type_hints(shape)[field])


def values(kind):
    return {one.value for one in kind}


CODES = [
    (shapes.Plan, "state", set(Plan.State.values)),
    (plans.Section, "place", set(Section.Place.values)),
    (plans.Point, "code", {code for code in RATINGS if code}),
    (shapes.Post, "kind", set(Post.Kind.values)),
    (common.PartialDate, "precision", values(Precision)),
    (deliverables.Judged, "stage", set(ProgressUpdate.Stage.values)),
    (deliverables.Judged, "rating", {code for code in RATINGS if code}),
    (shapes.Update, "state", set(ProgressUpdate.State.values) - {"draft"}),
    (shapes.Update, "forecast", {code for code in RATINGS if code}),
    (shapes.Measure, "kind", values(Kind)),
    (shapes.Measure, "direction", values(Direction)),
    (shapes.Measure, "frequency", values(Frequency)),
    (shapes.Measure, "gathering", values(Gathering)),
    (measures.Tolerance, "measured_in", values(MeasuredIn)),
    (shapes.Target, "form", values(Form)),
    (shapes.Result, "standing", set(Result.Standing.values)),
    (shapes.Result, "status", {"red", "amber", "green"}),
    (inspections.Judgement, "travel", set(Judgement.Travel.values)),
    (shapes.Recommendation, "kind", set(Recommendation.Kind.values)),
    (shapes.Recommendation, "state", set(Recommendation.State.values)),
    (shapes.Risk, "status", set(Risk.Status.values)),
    (shapes.Risk, "proximity", set(Risk.Proximity.values)),
    (shapes.Risk, "stance", values(Stance)),
    (risks.Assessment, "basis", set(BASES)),
    (risks.Assessment, "level", {level.name.lower() for level in Level}),
]


@pytest.mark.parametrize(("shape", "field", "known"), CODES, ids=lambda one: getattr(one, "__name__", None))
def test_the_codes_in_the_document_are_those_of_the_records(shape, field, known):
    assert codes_of(shape, field) == known


def test_every_code_in_the_document_is_held_against_its_records():
    """A field of codes that the table above does not know fails here; several classes may share one kind of code."""
    known = {frozenset(codes) for _, _, codes in CODES}
    for shape in every_shape(common.Answer):
        for field in typing.get_type_hints(shape):
            codes = codes_of(shape, field)
            assert not codes or frozenset(codes) in known, f"{shape.__name__}.{field}"


def every_shape(kind):
    for child in kind.__subclasses__():
        yield child
        yield from every_shape(child)
