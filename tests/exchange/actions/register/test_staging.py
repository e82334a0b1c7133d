import pytest

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.register import staging
from kpa_tracker.interfaces.exchange.actions.staging import settle_names
from kpa_tracker.interfaces.exchange.forms import RegisterUploadForm
from kpa_tracker.interfaces.exchange.models import ImportMapping
from tests.factories.exchange import RegisterImportFactory
from tests.factories.people import AuthorityFactory


@pytest.fixture
def staged(authority, editor):
    return RegisterImportFactory(register_of=authority, uploaded_by=editor)


def test_columns_are_remembered_only_where_somebody_says_so(staged):
    said = {"mappings": {"ref | risk | l | i": {0: "reference", 1: "title"}}, "used": {}, "keep": False}
    staging.settle_register(staged, **said, impact_kind="money", control_type="detective")
    assert not ImportMapping.objects.exists()
    assert staging.read_register_of(staged).choices.impact_kind == "money"
    staging.settle_register(staged, **{**said, "keep": True}, impact_kind="money", control_type="detective")
    assert ImportMapping.objects.get().columns == {"0": "reference", "1": "title"}


def test_what_is_done_is_settled_no_more(staged, editor):
    done = staging.confirm_register(staged, by=editor)
    with pytest.raises(Refused, match="This import is done"):
        settle_names(done, names={})


def test_of_several_registers_none_is_chosen_beforehand(authority):
    AuthorityFactory()
    form = RegisterUploadForm(authorities=Authority.objects.all())
    assert form.fields["authority"].initial is None
