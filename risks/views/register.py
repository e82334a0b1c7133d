"""The register: its list, one risk, entering, changing, archiving and restoring it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit.asof import ListedAsOf, with_day
from kpa_tracker.base.toolkit.editing import ArchivePage, EditPage, PressPage
from kpa_tracker.base.toolkit.pages import ListPage, PageAction
from risks.actions import add_risk, archive_risk, change_risk, next_reference, restore_risk
from risks.filters import ArchivedRiskFilter, PastRiskFilter, RiskFilter
from risks.forms.register import RiskForm
from risks.models import Risk
from risks.tables.register import ArchivedRiskTable, PastRiskTable, RiskTable
from risks.views.ways import UnderTheRegister, ways_from_list

PICTURES = (
    ("Top risks", "risk-top"),
    ("Heat map", "risk-heat-map"),
    ("Risks and ambitions", "risk-whole"),
    ("Checks", "risk-checks"),
    ("How risks are scored", "risk-scheme"),
    ("Archived risks", "risk-archived"),
)


class RiskList(ListedAsOf, ListPage):
    """The register."""

    model, table_class, filterset_class = Risk, RiskTable, RiskFilter
    past_table_class, past_filterset_class = PastRiskTable, PastRiskFilter
    permission_required = "risks.view_risk"
    page_title = "Risks"
    template_name = "risks/risk_list.html"
    purpose = "What could keep the authority from its ambitions, who answers for it, and what in the plan hangs on it."
    empty_message = "No risk is in the register yet. A plan editor adds them, or imports a register."

    def get_page_actions(self) -> list[PageAction]:
        """Nothing is done in the past; of the pictures the heat map shows it."""
        if self.as_of.asked:
            return [("Heat map", with_day(reverse("risk-heat-map"), self.as_of.day), "secondary")]
        found = [(label, reverse(name), "secondary") for label, name in PICTURES]
        found[-1:-1] = ways_from_list(self)
        if self.request.user.has_perm("exchange.import_plan"):
            found.append(("Import a register", reverse("import-register"), "secondary"))
        may = self.request.user.has_perm("risks.add_risk")
        return [("Add a risk", reverse("risk-add"), "primary"), *found] if may else found

    @cached_property
    def may_review_all(self) -> bool:
        return bool(self.request.user.authorities_granting("risks.change_risk"))

    @cached_property
    def may_review(self) -> bool:
        """Several are reviewed at once by whoever may score every risk, and by the owners of some. Not in the past."""
        if self.as_of.asked:
            return False
        return self.may_review_all or Risk.objects.live().filter(owner__in=working_posts(self.request.user)).exists()

    def get_table_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_table_kwargs()
        return {**kwargs, "exclude": kwargs["exclude"] if self.may_review else ("row", *kwargs["exclude"])}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            may_review=self.may_review, may_review_all=self.may_review_all, review_url=reverse("risk-review"), **kwargs
        )


class ArchivedRiskList(UnderTheRegister, ListPage):
    """What left the register."""

    model, table_class, filterset_class = Risk, ArchivedRiskTable, ArchivedRiskFilter
    permission_required = "risks.view_risk"
    page_title = "Archived risks"
    purpose = "What was taken out of the register, and why. A plan editor can restore it."
    empty_message = "Nothing was taken out of the register."

    def get_queryset(self) -> Any:
        return Risk.objects.visible_to(self.request.user).archived()


class RiskForms(UnderTheRegister, EditPage):
    """What adding and changing a risk share."""

    form_class = RiskForm
    permission_required = "risks.change_risk"

    def get_authorities(self) -> Any:
        return Authority.objects.filter(pk__in=self.request.user.authorities_granting("risks.change_risk"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "authorities": self.get_authorities()}


class AddRisk(RiskForms):
    """Entering a risk."""

    permission_required = "risks.add_risk"
    page_title = "Add a risk"
    purpose = "Enter a risk in the register and say what in the plan hangs on it."
    submit_label = "Add the risk"
    success_message = "The risk is in the register."

    def get_instance(self) -> Risk:
        authorities = self.get_authorities()[:2]
        if len(authorities) != 1:
            return Risk()
        return Risk(authority=authorities[0], reference=next_reference(authorities[0]))

    def perform(self, form: RiskForm) -> Risk:
        return add_risk(form.instance, **form.links, by=self.request.user)

    def get_cancel_url(self) -> str:
        return reverse("risk-list")


class ChangeRisk(RiskForms):
    """Changing what a risk says and what hangs on it."""

    model = Risk
    page_title = "Change a risk"
    purpose = "Correct a risk's words, give it an owner, or change what hangs on it."
    success_message = "The risk is saved."

    def get_authorities(self) -> Any:
        return Authority.objects.filter(pk=self.object.authority_id)

    def perform(self, form: RiskForm) -> Risk:
        return change_risk(form.instance, seen=form.seen, **form.links, by=self.request.user)


class ArchiveRisk(UnderTheRegister, ArchivePage):
    """Taking a risk out of the register."""

    model = Risk
    permission_required = "risks.change_risk"
    purpose = "Take a risk out of the register. Its history stays, and it can be restored."
    submit_label = "Archive the risk"
    success_message = "The risk is archived."

    def perform(self, form: Any) -> Risk:
        said = form.cleaned_data
        return archive_risk(self.object, seen=said["version"] or 0, reason=said["reason"], by=self.request.user)


class RestoreRisk(UnderTheRegister, PressPage):
    """Bringing a risk back."""

    model = Risk
    permission_required = "risks.change_risk"
    page_title = "Restore a risk"
    purpose = "Bring an archived risk back into the register, with the links that it had."
    success_message = "The risk is back in the register."

    def perform(self, form: Any) -> Risk:
        return restore_risk(self.object, seen=self.object.version, by=self.request.user)
