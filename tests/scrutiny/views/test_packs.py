"""The pages of packs: who reads them, what they show, what they lead to."""

from __future__ import annotations

import datetime
import html
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from deliverables.models import Deliverable
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.scrutiny.actions import packs
from kpa_tracker.interfaces.scrutiny.assembling import whole
from kpa_tracker.interfaces.scrutiny.models import Pack
from tests.answers import text as source_of
from tests.factories.packs import PackFactory, loaded, oversight
from tests.factories.people import MeetingFactory, person_with
from tests.factories.progress import rated
from tests.factories.scrutiny import TO_COME

pytestmark = pytest.mark.django_db
IN_JUNE = datetime.date(2010, 6, 30)
READING = ("pack", "pack-changes")
WRITING = ("pack-edit", "pack-freeze")
EVERYBODY = [Role.EDITOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.OFFICER, Role.MEMBER]


@pytest.fixture
def over(authority):
    return oversight(authority)


@pytest.fixture
def pack(over, editor):
    """A pack that is being assembled."""
    return over.pack(by=editor)


@pytest.fixture
def undrawn(monkeypatch):
    """Packs whose PDF is a word: what is printed is looked at with the files, not with the pages."""
    monkeypatch.setattr(packs, "render_pdf", lambda html: b"%PDF-1.7 drawn")


@pytest.fixture
def given(over, editor, undrawn):
    """A pack that was frozen."""
    return over.frozen(by=editor)


def text(answer):
    """Return the words of a page, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", source_of(answer))).split())


def address(name, pack, *more):
    return reverse(name, args=[pack.pk, *more])


def answers(client, *addresses):
    return [client.get(one).status_code for one in addresses]


# --- Who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", EVERYBODY)
def test_everybody_of_the_authority_reads_what_was_given_and_takes_it_away(authority, given, as_person, role):
    client = as_person(person_with(role, authority=authority))
    files = [address("pack-file", given, kind) for kind in ("pdf", "xlsx")]
    assert answers(client, *(address(name, given) for name in READING), *files) == [200] * 4


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OFFICER, Role.MEMBER])
def test_only_editors_assemble_change_and_freeze(authority, over, pack, as_person, role):
    client = as_person(person_with(role, authority=authority))
    pages = [*(address(name, pack) for name in WRITING), address("pack-assemble", over.made["coming"])]
    assert answers(client, *pages) == [404] * 3
    assert [client.post(one).status_code for one in pages] == [404] * 3


@pytest.mark.parametrize(
    ("role", "status"), [(Role.EDITOR, 200), (Role.AUDITOR, 200), (Role.OFFICER, 404), (Role.MEMBER, 404)]
)
def test_what_is_being_assembled_is_read_by_editors_and_auditors_alone(authority, pack, as_person, role, status):
    assert answers(as_person(person_with(role, authority=authority)), address("pack", pack)) == [status]


def test_another_authority_finds_nothing(over, given, stranger, as_person):
    client = as_person(stranger)
    pages = [address(name, given) for name in (*READING, *WRITING)]
    pages += [address("pack-file", given, "pdf"), address("pack-assemble", over.made["coming"])]
    assert answers(client, *pages) == [404] * len(pages)
    assert text(client.get(reverse("pack-list"))).count("Audit Committee") == 0


@pytest.mark.parametrize("kind", ["docx", "PDF", "exe"])
def test_no_other_kind_of_file_is_there(given, member, as_person, kind):
    assert answers(as_person(member), address("pack-file", given, kind)) == [404]


def test_a_pack_that_is_not_frozen_has_no_file_and_nothing_to_compare(pack, editor, as_person):
    assert answers(as_person(editor), address("pack-file", pack, "pdf"), address("pack-changes", pack)) == [404, 404]


# --- The list ---------------------------------------------------------------------------------------------------------


def test_the_list_shows_packs_with_the_latest_meeting_first(given, editor, as_person, authority):
    later = MeetingFactory(committee__authority=authority, committee__name="Later Committee", held_on=IN_JUNE)
    PackFactory(meeting=later)
    answer = as_person(editor).get(reverse("pack-list"))
    named = [row.record.meeting.committee.name for row in answer.context["table"].rows]
    assert named == ["Later Committee", "Audit Committee"]
    assert "Being assembled" in text(answer)


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"words": "audit"}, 1),
        ({"words": "nothing"}, 0),
        ({"state": "assembling"}, 1),
        ({"state": "latest_edition"}, 1),
        ({"state": "superseded"}, 0),
        ({"since": "2010-05-18", "until": "18 May 2010"}, 1),
        ({"since": "31 May 2010"}, 1),
        ({}, 2),
    ],
)
def test_the_list_is_narrowed(given, editor, as_person, authority, asked, rows):
    later = MeetingFactory(committee__authority=authority, committee__name="Later Committee", held_on=IN_JUNE)
    PackFactory(meeting=later)
    assert len(as_person(editor).get(reverse("pack-list"), asked).context["table"].rows) == rows


def test_the_list_is_narrowed_by_committee_and_plan(given, over, editor, as_person):
    for asked, rows in (({"committee": over.committee.pk}, 1), ({"plan": over.plan.pk}, 1), ({"plan": "x"}, 0)):
        assert len(as_person(editor).get(reverse("pack-list"), asked).context["table"].rows) == rows


def test_the_list_goes_out_as_it_is_shown(given, member, as_person):
    content = b"".join(as_person(member).get(reverse("pack-list"), {"export": "csv"}).streaming_content).decode()
    assert "2010-05-18,Audit Committee,Business plan 2009/10,What the committee oversees,1,2010-04-12," in content


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    authority, member, as_person, django_assert_num_queries, number
):
    for _ in range(number):
        PackFactory(meeting__committee__authority=authority, frozen=True)
    client = as_person(member)
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert len(client.get(reverse("pack-list")).context["table"].rows) == number


QUERIES_OF_LIST = 9


# --- A pack -----------------------------------------------------------------------------------------------------------


def test_a_frozen_pack_says_who_froze_it_when_and_that_nothing_has_changed(given, member, editor, as_person):
    shown = text(as_person(member).get(address("pack", given)))
    assert f"Frozen on 12 April 2010 by {editor}." in shown
    assert "Nothing has changed since." in shown
    assert all(file.sha256 in shown for file in given.files.all())


def test_it_says_how_many_items_have_changed_since_and_leads_to_them(given, over, member, as_person):
    Deliverable.objects.filter(pk__in=[over.red.pk, over.green.pk]).update(deadline_text="Later")
    client = as_person(member)
    page = client.get(address("pack", given))
    assert "2 items have changed since" in text(page)
    assert address("pack-changes", given) in page.content.decode()
    since = text(client.get(address("pack-changes", given)))
    assert "2 items have changed since the pack was frozen on 12 April 2010." in since
    assert "Deliverable: 1.1 Count the cost" in since
    assert "Deadline March 2010 Later" in since


def test_one_item_is_one_item(given, over, member, as_person):
    Deliverable.objects.filter(pk=over.red.pk).update(deadline_text="Later")
    assert "1 item has changed since" in text(as_person(member).get(address("pack", given)))


def test_nothing_changed_is_said_on_the_page_of_changes_too(given, member, as_person):
    assert "Nothing has changed" in text(as_person(member).get(address("pack-changes", given)))


def test_a_frozen_pack_shows_what_it_was_and_not_what_is_there_now(given, over, member, as_person):
    Deliverable.objects.update(title="Something else altogether")
    shown = text(as_person(member).get(address("pack", given)))
    assert "Count the cost" in shown
    assert "Something else altogether" not in shown


def test_a_later_edition_is_led_to(given, over, editor, member, as_person):
    second = over.frozen(by=editor, why="A rating was wrong.")
    client = as_person(member)
    assert "Edition 2 was given out after it." in text(client.get(address("pack", given)))
    shown = text(client.get(address("pack", second)))
    assert "was given out after it" not in shown
    assert "Why there is another edition: A rating was wrong." in shown


def test_the_marking_stands_on_every_page(given, pack_of_plan, member, editor, as_person):
    client = as_person(editor)
    pages = [address(name, given) for name in READING] + [
        address("pack-freeze", pack_of_plan),
        address("pack", pack_of_plan),
    ]
    assert ["OFFICIAL" in text(client.get(one)) for one in pages] == [True] * 4


@pytest.fixture
def pack_of_plan(over, editor):
    return over.pack(by=editor, scope="plan")


def test_buttons_are_there_for_those_who_may(given, pack_of_plan, member, editor, auditor, as_person):
    offers = {}
    for who in (member, editor, auditor):
        client = as_person(who)
        for one in (given, pack_of_plan):
            page = client.get(address("pack", one))
            offers[who, one] = (
                [label for label, _, _ in page.context["page_actions"]] if page.status_code == 200 else None
            )
    assert offers[member, given] == ["Download as PDF", "Download as Excel file", "Download as Word"]
    assert offers[editor, given] == ["Download as PDF", "Download as Excel file", "Download as Word", "History"]
    assert offers[editor, pack_of_plan] == ["Freeze this pack", "Change what it covers"]
    assert (offers[auditor, pack_of_plan], offers[member, pack_of_plan]) == ([], None)


def test_sums_that_do_not_agree_stand_at_the_head_of_the_page(pack, editor, as_person, monkeypatch):
    monkeypatch.setattr(whole, "count_again", lambda pack: {"stage": {"All": 9}})
    shown = text(as_person(editor).get(address("pack", pack)))
    assert "These sums do not agree" in shown
    assert "counting again finds 9" in shown


def test_a_page_takes_as_many_queries_for_many_items_as_for_few(over, editor, member, as_person):
    client, packs_by_size = as_person(member), []
    for number, why in ((0, ""), (3, "More was added.")):
        for _ in range(number):
            rated(over.plan, "red", committee=over.committee)
        packs_by_size.append(over.frozen(by=editor, why=why))
    for name in READING:
        few, many = (queries_of(client, address(name, one)) for one in packs_by_size)
        assert few == many <= MOST_QUERIES


MOST_QUERIES = 80


def queries_of(client, page):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


# --- Files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "sort"), [("pdf", "application/pdf"), ("xlsx", "spreadsheetml")])
def test_a_file_is_handed_out_byte_for_byte(given, over, member, as_person, kind, sort):
    stored = bytes(given.files.get(kind=kind).content)
    Deliverable.objects.update(title="Something else altogether")
    answer = as_person(member).get(address("pack-file", given, kind))
    assert answer.content == stored
    assert sort in answer["Content-Type"]
    assert answer["Content-Disposition"] == f'attachment; filename="pack-audit-committee-2010-05-18-edition-1.{kind}"'


def test_the_workbook_opens(given, member, as_person):
    book = load_workbook(io.BytesIO(as_person(member).get(address("pack-file", given, "xlsx")).content))
    assert book.sheetnames[0] == "About"
    assert book["About"]["B2"].value == "OFFICIAL"


def test_a_file_that_was_touched_is_refused_and_the_page_says_so(given, member, as_person):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE scrutiny_packfile SET content = %s WHERE kind = 'pdf'", [b"%PDF-1.7 other"])
    answer = as_person(member).get(address("pack-file", given, "pdf"))
    assert answer.status_code == 500
    assert "not the one that was kept" in text(answer)
    assert "Read the pack here" in text(answer)


# --- Assembling and freezing ------------------------------------------------------------------------------------------


def test_an_editor_assembles_a_pack_for_a_meeting(over, editor, as_person):
    client = as_person(editor)
    page = address("pack-assemble", over.made["coming"])
    shown = client.get(page)
    assert "For the Audit Committee, 18 May 2010." in text(shown)
    assert {name: shown.context["form"][name].value() for name in ("plan", "period", "scope")} == {
        "plan": over.plan.pk,
        "period": over.period.pk,
        "scope": "committee",
    }
    answer = client.post(page, {"plan": over.plan.pk, "scope": "plan", "period": over.period.pk, "why": ""})
    made = Pack.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.scope, made.period, made.meeting.held_on) == ("plan", over.period, TO_COME)


def test_before_any_period_has_opened_nothing_is_filled_in(authority, editor, as_person):
    meeting = MeetingFactory(committee__authority=authority, held_on=TO_COME)
    form = as_person(editor).get(reverse("pack-assemble", args=[meeting.pk])).context["form"]
    assert (form["plan"].value(), form["period"].value()) == (None, None)


def test_plans_and_periods_of_others_are_not_offered(over, editor, as_person, stranger):
    other = oversight(stranger.appointments.get().post.authority)
    form = as_person(editor).get(address("pack-assemble", over.made["coming"])).context["form"]
    assert other.plan not in form.fields["plan"].queryset
    assert other.period not in form.fields["period"].queryset
    assert str(form["period"]).count("Quarter 4 (Business plan 2009/10)") == 1


def test_a_refusal_stands_beside_its_field(given, over, editor, as_person):
    answer = as_person(editor).post(
        address("pack-assemble", over.made["coming"]), {"plan": over.plan.pk, "scope": "committee"}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"why": ["Say why there is another edition."]}


def test_what_it_covers_is_changed(pack, editor, as_person):
    answer = as_person(editor).post(address("pack-edit", pack), {"version": 1, "period": "", "why": ""})
    assert answer.status_code == 302
    assert loaded(pack).period is None


def test_the_page_before_freezing_says_what_is_kept_and_that_the_sums_agree(pack, editor, as_person):
    shown = text(as_person(editor).get(address("pack-freeze", pack)))
    assert "Quarter 4: 2 of 3 reported, 2 late." in shown or "Quarter 4: 2 of 3 reported." in shown
    assert "agree" in shown
    assert "never changed and never deleted" in shown


def test_an_editor_freezes_it(pack, editor, as_person, undrawn):
    client = as_person(editor)
    answer = client.post(address("pack-freeze", pack), {"version": 1}, follow=True)
    assert "The pack is frozen." in text(answer)
    assert loaded(pack).is_frozen


def test_a_pack_whose_sums_do_not_agree_is_not_frozen_and_the_page_names_them(
    pack, editor, as_person, undrawn, monkeypatch
):
    monkeypatch.setattr(whole, "count_again", lambda pack: {"stage": {"All": 9}})
    client = as_person(editor)
    assert "do not agree" in text(client.get(address("pack-freeze", pack)))
    answer = client.post(address("pack-freeze", pack), {"version": 1})
    assert answer.status_code == 422
    assert "counting again finds 9" in text(answer)
    assert not loaded(pack).is_frozen


def test_a_server_that_cannot_draw_says_what_to_install(pack, editor, as_person, monkeypatch):
    def cannot(html):
        raise PdfUnavailable("Install the library.")

    monkeypatch.setattr(packs, "render_pdf", cannot)
    answer = as_person(editor).post(address("pack-freeze", pack), {"version": 1})
    assert (answer.status_code, "Install the library." in text(answer)) == (422, True)


def test_a_frozen_pack_is_not_frozen_again(given, editor, as_person, undrawn):
    answer = as_person(editor).post(address("pack-freeze", given), {"version": 2})
    assert answer.status_code == 422
    assert "stays as it was" in text(answer)


def test_whoever_is_slower_is_told(pack, editor, as_person, undrawn):
    client = as_person(editor)
    answer = client.post(address("pack-freeze", pack), {"version": 7})
    assert answer.status_code == 422
    assert "Somebody else has changed this since you opened it." in text(answer)
    assert not loaded(pack).is_frozen
    seen_by_now = answer.context["form"]["version"].value()
    assert client.post(address("pack-freeze", pack), {"version": seen_by_now}).status_code == 302
