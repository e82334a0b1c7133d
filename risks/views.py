"""The pages of the register."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, ListPage, PageAction, RecordPage
from risks.actions import add_risk, archive_risk, change_risk, restore_risk
from risks.filters import ArchivedRiskFilter, RiskFilter
from risks.forms import ArchiveForm, NothingToSay, RiskForm, compared
from risks.models import Risk
from risks.tables import ArchivedRiskTable, RiskTable


class RiskList(ListPage):
    model, table_class, filterset_class = Risk, RiskTable, RiskFilter
    permission_required = "risks.view_risk"
    page_title = "Risks"
    purpose = "What could keep the authority from its ambitions, who answers for it, and what in the plan hangs on it."
    empty_message = "No risk is in the register yet. A plan editor adds them, or imports a plan that names them."

    def get_page_actions(self) -> list[PageAction]:
        archived = ("Archived risks", reverse("risk-archived"), "secondary")
        may = self.request.user.has_perm("risks.add_risk")
        return [("Add a risk", reverse("risk-add"), "primary"), archived] if may else [archived]


class UnderTheRegister:
    """A page whose way back is the register."""

    def get_breadcrumbs(self) -> list[Crumb]:
        crumbs = [("Risks", reverse("risk-list"))]
        risk = getattr(self, "object", None)
        return [*crumbs, (risk.reference, risk.get_absolute_url())] if risk else crumbs


class ArchivedRiskList(UnderTheRegister, ListPage):
    model, table_class, filterset_class = Risk, ArchivedRiskTable, ArchivedRiskFilter
    permission_required = "risks.view_risk"
    page_title = "Archived risks"
    purpose = "What was taken out of the register, and why. A plan editor can restore it."
    empty_message = "Nothing was taken out of the register."

    def get_queryset(self) -> Any:
        return Risk.objects.visible_to(self.request.user).archived()

    def get_table_kwargs(self) -> dict[str, Any]:
        hidden = [] if self.request.user.has_perm("risks.change_risk") else ["restore"]
        return {**super().get_table_kwargs(), "exclude": hidden}


class RiskPage(UnderTheRegister, RecordPage):
    model = Risk
    permission_required = "risks.view_risk"
    template_name = "risks/risk.html"
    purpose = "One risk of the register, who answers for it, and how what hangs on it stands."

    def get_page_actions(self) -> list[PageAction]:
        if not self.request.user.has_perm("risks.change_risk", self.object):
            return []
        risk = self.object
        if risk.is_archived:
            return [("Restore it", reverse("risk-restore", args=[risk.pk]), "secondary")]
        return [
            ("Change it", reverse("risk-edit", args=[risk.pk]), "primary"),
            ("Archive it", reverse("risk-archive", args=[risk.pk]), "secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        linked = Deliverable.objects.filter(pk__in=self.object.deliverables.values("pk"))
        context["deliverables"] = list(linked.for_list())
        context["ambitions"] = list(self.object.ambitions.current().select_related("plan"))
        return context


class RiskForms(UnderTheRegister, ActionPage):
    """What adding and changing a risk share."""

    form_class = RiskForm
    permission_required = "risks.change_risk"

    def get_authorities(self) -> Any:
        return Authority.objects.filter(pk__in=self.request.user.authorities_granting("risks.change_risk"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "authorities": self.get_authorities()}


class AddRisk(RiskForms):
    permission_required = "risks.add_risk"
    page_title = "Add a risk"
    purpose = "Enter a risk in the register and say what in the plan hangs on it."
    submit_label = "Add the risk"
    success_message = "The risk is in the register."

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        only = list(kwargs["authorities"]) if len(kwargs["authorities"]) == 1 else [None]
        return {**kwargs, "instance": Risk(authority=only[0])}

    def perform(self, form: RiskForm) -> Risk:
        return add_risk(form.instance, **form.links, by=self.request.user)

    def get_cancel_url(self) -> str:
        return reverse("risk-list")


class ChangeRisk(RiskForms):
    model = Risk
    page_title = "Change a risk"
    purpose = "Correct a risk's words, give it an owner, or change what hangs on it."
    success_message = "The risk is saved."

    def get_authorities(self) -> Any:
        return Authority.objects.filter(pk=self.object.authority_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.object}

    def perform(self, form: RiskForm) -> Risk:
        return change_risk(form.instance, seen=form.cleaned_data["seen"] or 0, **form.links, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.conflict:
            form = context["form"]
            context["comparison"] = compared(form, self.conflict)
            form.data = {**form.data.dict(), **{name: form.data.getlist(name) for name in form.links}}
            form.data["seen"] = self.conflict.version
        return context


class ArchiveRisk(UnderTheRegister, ActionPage):
    model, form_class = Risk, ArchiveForm
    permission_required = "risks.change_risk"
    template_name = "pages/confirm.html"
    page_title = "Archive a risk"
    purpose = "Take a risk out of the register. Its history stays, and it can be restored."
    submit_label = "Archive the risk"
    success_message = "The risk is archived."

    def perform(self, form: ArchiveForm) -> Risk:
        risk: Risk = self.object
        return archive_risk(risk, seen=risk.version, reason=form.cleaned_data["reason"], by=self.request.user)


class RestoreRisk(UnderTheRegister, ActionPage):
    model, form_class = Risk, NothingToSay
    permission_required = "risks.change_risk"
    template_name = "pages/confirm.html"
    page_title = "Restore a risk"
    purpose = "Bring an archived risk back into the register, with the links that it had."
    submit_label = "Restore the risk"
    success_message = "The risk is back in the register."

    def perform(self, form: NothingToSay) -> Risk:
        return restore_risk(self.object, seen=self.object.version, by=self.request.user)
