"""Controls and actions: entering, changing, testing, archiving and bringing them back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.editing import ArchivePage, EditPage, PressPage
from risks.actions import add_part, archive_part, change_part, record_test, restore_part
from risks.forms.treating import ActionForm, ControlForm, ReportForm, TestForm
from risks.models import Action, Control, Risk
from risks.views.ways import UnderTheRegister

FORMS: dict[type, type] = {Control: ControlForm, Action: ActionForm}


class OnAPart(UnderTheRegister):
    """A page on the controls or the actions of a risk: which of them, its address says."""

    part: type[Any] = Control
    template_name: Any = "plans/form.html"

    @property
    def noun(self) -> str:
        return str(self.part._meta.verbose_name)

    @property
    def a_noun(self) -> str:
        return f"an {self.noun}" if self.noun[0] in "aeiou" else f"a {self.noun}"

    @property
    def model(self) -> Any:
        return self.part

    def get_form_class(self) -> Any:
        return FORMS[self.part]

    def get_success_url(self) -> str:
        return f"{reverse('risk', args=[self.risk.pk])}#{self.noun}s"


class AddPart(OnAPart, EditPage):
    """Entering what is done about a risk."""

    permission_required = "risks.treat_risk"

    @property
    def model(self) -> Any:
        return Risk

    def get_page_title(self) -> str:
        return f"Add {self.a_noun}"

    def get_purpose(self) -> str:
        return f"{PURPOSES[self.part]} It belongs to {self.object}."

    def get_instance(self) -> Any:
        return self.part(risk=self.object)

    def perform(self, form: Any) -> Any:
        if self.part is Action:
            form.instance.due = form.cleaned_data["due"]
        return add_part(form.instance, by=self.request.user)


PURPOSES = {
    Control: "Something that is in place against the risk.",
    Action: "Something that is still to be done. What the plan promises already is linked as a deliverable instead.",
}


class ChangePart(OnAPart, EditPage):
    """Changing what it says, and how far an action is."""

    permission_required = "risks.treat_risk"

    def get_page_title(self) -> str:
        return f"Change the {self.noun}"

    def get_purpose(self) -> str:
        return f"It belongs to {self.object.risk}."

    def perform(self, form: Any) -> Any:
        return change_part(self.object, seen=form.seen, changes=form.changes, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell its history below its form: it has no page of its own to tell it on."""
        return {**super().get_context_data(**kwargs), "told": self.object}


class ReportOnAction(UnderTheRegister, EditPage):
    """How far an action is, said by whoever answers for it."""

    model, form_class = Action, ReportForm
    permission_required = "risks.report_part"
    template_name = "plans/form.html"
    page_title = "Say how far an action is"
    success_message = "Thank you. It is saved."

    def get_purpose(self) -> str:
        return f"{self.object.title}, against {self.object.risk}."

    def perform(self, form: ReportForm) -> Any:
        return change_part(self.object, seen=form.seen, changes=form.changes, by=self.request.user)


class TestControl(UnderTheRegister, EditPage):
    """What a test of a control showed."""

    __test__ = False  # no test of pytest's
    model, form_class = Control, TestForm
    permission_required = "risks.report_part"
    template_name = "plans/form.html"
    page_title = "Record a test of a control"
    success_message = "The test is kept."

    def get_purpose(self) -> str:
        return f"Whether “{self.object.title}” does what it is there for, and how that is known."

    def perform(self, form: TestForm) -> Any:
        return record_test(self.object, **form.changes, seen=form.seen, by=self.request.user)


class ArchivePart(OnAPart, ArchivePage):
    """Taking a control or an action away."""

    permission_required = "risks.treat_risk"
    template_name = "pages/confirm.html"

    def get_form_class(self) -> Any:
        return self.form_class

    def perform(self, form: Any) -> Any:
        said = form.cleaned_data
        return archive_part(self.object, seen=said["version"] or 0, reason=said["reason"], by=self.request.user)


class RestorePart(OnAPart, PressPage):
    """Bringing it back."""

    permission_required = "risks.treat_risk"
    template_name = "pages/confirm.html"

    def get_form_class(self) -> Any:
        return self.form_class

    def get_page_title(self) -> str:
        return f"Bring the {self.noun} back"

    def perform(self, form: Any) -> Any:
        return restore_part(self.object, seen=form.seen or self.object.version, by=self.request.user)
