import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from deliverables.models import Deliverable
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Post
from plans.models import Plan
from tests.exchange.files import workbook
from tests.factories.people import AuthorityFactory
from tests.factories.plans import PlanFactory

ROWS = [["Plan 2009/10"], ["Aim", "Action", "Lead"], ["Safe", "Patrol", "Clerk"], ["Safe", "Visit", "Sam B"]]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT, title="The plan")


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "plan.xlsx"
    file.write_bytes(workbook(ROWS))
    return file


def run(*arguments, **options):
    out = io.StringIO()
    call_command("import_plan", *map(str, arguments), stdout=out, no_color=True, **options)
    return out.getvalue()


def test_without_confirm_it_only_tells(plan, path):
    said = run(path)
    assert "    2 deliverables\n" in said
    assert "Owners not known here, left open:\n  Clerk\n" in said
    assert said.endswith("Nothing was changed. Add --confirm to import.\n")
    assert (Deliverable.objects.count(), Event.objects.count()) == (0, 0)


def test_with_confirm_it_imports(plan, path, editor):
    said = run(path, authority=plan.authority.slug, plan="the plan", confirm=True, by=editor.email)
    assert said.endswith("Imported.\n")
    assert Deliverable.objects.filter(plan=plan).count() == 2
    assert Event.objects.get(verb="plan imported").actor_id == editor.pk
    assert not Post.objects.filter(title="Clerk").exists()


def test_it_makes_posts_only_where_asked(plan, path):
    run(path, confirm=True, new_posts=True)
    assert Deliverable.objects.get(title="Patrol").lead.title == "Clerk"


def test_it_makes_committees_only_where_asked(plan, tmp_path):
    (tmp_path / "plan.csv").write_text("Aim,Action,Committee\nSafe,Patrol,Audit\n")
    run(tmp_path / "plan.csv", confirm=True)
    assert Deliverable.objects.get().committee is None
    run(tmp_path / "plan.csv", confirm=True, new_committees=True)
    assert Deliverable.objects.get().committee.name == "Audit"


def test_a_new_plan_starts_in_april_of_the_files_first_year(authority, path):
    run(path, new_plan="Business plan", confirm=True)
    plan = Plan.objects.get()
    assert (plan.title, plan.starts_on, plan.ends_on) == ("Business plan", date(2009, 4, 1), date(2010, 3, 31))
    assert plan.deliverables.count() == 2


def test_a_new_plan_is_not_started_by_looking(authority, path):
    assert "2 deliverables" in run(path, new_plan="Business plan")
    assert Plan.objects.count() == 0


def test_a_file_can_be_looked_at_before_anything_is_set_up(db, path):
    assert "nothing was compared" in run(path)


def test_suggestions_answer_the_questions(plan, tmp_path):
    file = tmp_path / "plan.csv"
    file.write_text("Aim,Action,Lead\nSafe,One,Sam B\nSafe,Two,Sam Brown\n")
    assert "Sam B\n" in run(file)
    accepted = run(file, accept_suggestions=True)
    assert "left open:\n  Sam Brown\n" in accepted


@pytest.mark.parametrize(
    ("options", "code"),
    [({"plan": "another"}, 4), ({"authority": "nowhere"}, 4), ({"by": "nobody@authority.example"}, 4)],
)
def test_a_wrong_place_is_told_by_the_exit_code(plan, path, options, code):
    with pytest.raises(CommandError) as caught:
        run(path, **options)
    assert caught.value.returncode == code


def test_two_authorities_must_be_told_apart(plan, path):
    AuthorityFactory()
    with pytest.raises(CommandError, match="Name the authority"):
        run(path, confirm=True)


def test_a_plan_is_named_within_an_authority(plan, path):
    AuthorityFactory()
    with pytest.raises(CommandError, match="Name the authority"):
        run(path, plan="the plan")
    assert run(path, plan="the plan", authority=plan.authority.slug).endswith("Add --confirm to import.\n")


def test_two_open_plans_must_be_told_apart(plan, path):
    PlanFactory(authority=plan.authority)
    with pytest.raises(CommandError, match="Name the plan"):
        run(path, confirm=True)


def test_without_an_open_plan_it_compares_with_none_and_imports_into_none(authority, path):
    PlanFactory(authority=authority, state=Plan.State.CLOSED)
    assert "nothing was compared" in run(path)
    with pytest.raises(CommandError, match="Name the plan") as caught:
        run(path, confirm=True)
    assert caught.value.returncode == 4


@pytest.mark.parametrize("wanted", ["THE PLAN", "{pk}"])
def test_a_plan_is_named_by_its_title_or_its_number(plan, path, wanted):
    PlanFactory(authority=plan.authority, title="Another")
    said = run(path, plan=wanted.format(pk=plan.pk))
    assert f"Into “{plan}” of {plan.authority}:" in said


@pytest.mark.parametrize("name", ["name", "short_name", "slug"])
def test_an_authority_is_named_in_three_ways(plan, path, name):
    AuthorityFactory()
    assert "Into “The plan” of" in run(path, authority=getattr(plan.authority, name))


@pytest.mark.parametrize(
    ("first_line", "title", "years"),
    [
        ("Plan 2009/10", "Plan", (2009, 2010)),
        ("Plan 2009-2012", "Plan", (2009, 2012)),
        ("Plan 1999/00", "Plan", (1999, 2000)),
        ("A plan", "Plan 2011", (2011, 2012)),
        ("A plan", "Plan 2011 to 2014", (2011, 2014)),
    ],
)
def test_a_new_plans_years_are_the_files_or_its_titles(authority, tmp_path, first_line, title, years):
    (tmp_path / "plan.csv").write_text(f"{first_line}\n\nAim,Action,Lead\nSafe,One,Clerk\n")
    run(tmp_path / "plan.csv", new_plan=title, confirm=True)
    plan = Plan.objects.get()
    assert (plan.starts_on, plan.ends_on) == (date(years[0], 4, 1), date(years[1], 3, 31))


def test_a_new_plan_needs_its_years(authority, tmp_path):
    file = tmp_path / "plan.csv"
    file.write_text("Aim,Action,Lead\nSafe,One,Clerk\n")
    with pytest.raises(CommandError, match="which years"):
        run(file, new_plan="Plan")


def test_a_file_that_cannot_be_read_exits_with_two(db, tmp_path):
    for name, content in (("plan.xlsx", b"nothing"), ("plan.pdf", b"%PDF-1")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CommandError) as caught:
            run(tmp_path / name)
        assert caught.value.returncode == 2
    with pytest.raises(CommandError) as caught:
        run(tmp_path / "missing.xlsx")
    assert caught.value.returncode == 2


def test_a_file_without_a_plan_exits_with_three(db, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Name,Telephone\nClerk,1\nAnalyst,2\n")
    with pytest.raises(CommandError) as caught:
        run(file)
    assert caught.value.returncode == 3


def test_a_refusal_exits_with_five_and_changes_nothing(plan, path):
    PlanFactory(authority=plan.authority, title="Taken")
    with pytest.raises(CommandError) as caught:
        run(path, new_plan="Taken", confirm=True)
    assert caught.value.returncode == 5
    assert Deliverable.objects.count() == 0
