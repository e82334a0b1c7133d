"""Who tries every page: each role at its own, the same role beside it, and everybody from whom all of it is kept."""

from __future__ import annotations

import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.test import Client

from kpa_tracker.base.people.models import Committee, Person, Post
from kpa_tracker.base.people.roles import Role
from tests.conftest import TODAY
from tests.factories.inspections import InspectionFactory
from tests.factories.packs import oversight
from tests.factories.people import AuthorityFactory, CommitteeFactory, PersonFactory, person_with
from tests.factories.publication import LookFactory, PublicationFileFactory
from tests.hostile.world import MAKERS, World
from tests.journeys.every_page import BACKEND

CAST = (
    *("public", "bare", "former", "foreign"),
    *("other_member", "member", "chair", "colleague", "owner", "auditor", "editor", "administrator"),
)
"""In the order of the matrix's columns: nobody signed in; somebody without a post; an administrator whose appointment
ended yesterday; an administrator of another authority; a member of another committee, a member and the chair of the
records' own; an officer of another post, the officer whose post the records name; who reads all and who edits all."""
ANSWERS = ("lead", "owner", "to")
"""Fields by which a record names the post that answers for it."""
OWN = {
    "apitoken": "person",
    "authenticator": "user",
    "usersession": "user",
    "savedview": "person",
    "rendering": "asked_by",
    "stagedreturn": "uploaded_by",
    "progressupdate": "submitted_by",
    "deadlinerequest": "requested_by",
    "evidence": "added_by",
    "comment": "made_by",
}
"""What the owner made, with the field that says so."""


def people_of(authority: Any) -> dict[str, Person]:
    """Make everybody but the public."""
    people = {
        "bare": PersonFactory(),
        "former": person_with(Role.ADMINISTRATOR, authority=authority),
        "foreign": person_with(Role.ADMINISTRATOR, authority=AuthorityFactory(name="Elsewhere")),
        "other_member": person_with(Role.MEMBER, authority=authority),
        "member": person_with(Role.MEMBER, authority=authority),
        "chair": person_with(Role.MEMBER, authority=authority),
        "colleague": person_with(Role.OFFICER, authority=authority),
        "owner": person_with(Role.OFFICER, authority=authority),
        "auditor": person_with(Role.AUDITOR, authority=authority),
        "editor": person_with(Role.EDITOR, authority=authority),
        "administrator": person_with(Role.ADMINISTRATOR, authority=authority),
    }
    people["former"].appointments.update(ends_on=TODAY - datetime.timedelta(days=1))
    return people


def post_of(person: Person) -> Post:
    return Post.objects.get(appointments__person=person)


def stage(authority: Any, people: dict[str, Person]) -> World:
    """Make a record of every kind, with the owner's post and the chair's and the member's committee wherever a record
    names one."""
    made = World(authority)
    made["look"] = LookFactory(authority=authority, with_logo=True)
    for kind in MAKERS:
        made[kind]
    made["given"] = oversight(authority).frozen(by=people["editor"])
    made["pictured"] = made["picture"].plan
    made["uncommented"] = InspectionFactory(authority=authority)
    PublicationFileFactory(publication=made["publication"])
    for kind, field in OWN.items():
        type(made[kind])._base_manager.filter(pk=made[kind].pk).update(**{field: people["owner"]})
    type(made["stagedreturn"]).objects.filter(pk=made["stagedreturn"].pk).update(period=made["reportingperiod"])
    everywhere(Post, ANSWERS, post_of(people["owner"]))
    everywhere(Committee, ("committee",), made["committee"])
    for committee in Committee.objects.all():
        committee.members.add(post_of(people["member"]))
        Committee.objects.filter(pk=committee.pk).update(chair=post_of(people["chair"]))
    CommitteeFactory(authority=authority, name="Another committee").members.add(post_of(people["other_member"]))
    return made


def everywhere(kind: type[Model], names: tuple[str, ...], record: Any) -> None:
    """Let every record name this post in the fields of these names; this committee where it names none."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name in names and field.related_model is kind:
                unnamed = {field.name: None} if kind is Committee else {}  # a meeting stays its committee's
                model._base_manager.filter(**unnamed).update(**{field.name: record})


def browsers_of(people: dict[str, Person]) -> dict[str, Client]:
    """Return a browser for each of the cast, signed in but for the public's."""
    browsers = {"public": Client()}
    for name, person in people.items():
        browsers[name] = Client()
        browsers[name].force_login(person, backend=BACKEND)
    return browsers
