"""The pages by which a risk register comes in: choose a file, check its columns, match its names, look and confirm."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, PageAction
from kpa_tracker.interfaces.exchange import forms
from kpa_tracker.interfaces.exchange.actions.measures.staging import heading_rows_of
from kpa_tracker.interfaces.exchange.actions.readings import name_to_offer
from kpa_tracker.interfaces.exchange.actions.register import RegisterProposal, staging
from kpa_tracker.interfaces.exchange.actions.staging import name_heading_row, settle_names, sheets_asked
from kpa_tracker.interfaces.exchange.models import StagedImport
from kpa_tracker.interfaces.exchange.reading.registers.found import ReadRegister
from kpa_tracker.interfaces.exchange.views.plans import (
    MOST_STEPS,
    SHOWN_AT_MOST,
    LookAndConfirm,
    StepPage,
    readings_for,
)

STEPS = ["Choose a file", "Check the columns", "Match the names", "Look and confirm"]


class ImportRegister(ActionPage):
    """Where an import of a register begins."""

    permission_required = "exchange.import_plan"
    template_name = "exchange/register_upload.html"
    form_class = forms.RegisterUploadForm
    page_title = "Import a risk register"
    purpose = "Read a register from a Word, Excel or text file. You see what would happen before anything changes."
    submit_label = "Read the file"

    def get_form_kwargs(self) -> dict[str, Any]:
        mine = self.request.user.authorities_granting(self.permission_required)
        readings = readings_for(self.request.user, [StagedImport.Sort.REGISTER])
        return {**super().get_form_kwargs(), "authorities": Authority.objects.filter(pk__in=mine), "readings": readings}

    def perform(self, form: forms.RegisterUploadForm) -> StagedImport:
        said = form.cleaned_data
        name, content = form.sent()
        own = {"reading": said.get("reading"), "by": self.request.user}
        return staging.stage_register(said["authority"], name=name, content=content, **own)

    def get_success_url(self) -> str:
        return reverse("import-register-columns", args=[self.done.pk])

    def get_cancel_url(self) -> str:
        return reverse("risk-list")

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Risks", reverse("risk-list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        in_hand = StagedImport.objects.visible_to(self.request.user).for_list().in_hand()
        own = in_hand.filter(sort=StagedImport.Sort.REGISTER)[:20]
        return {**super().get_context_data(**kwargs), "steps": STEPS, "current_step": 1, "in_hand": own}


class RegisterStepPage(StepPage):
    """One step of an import of a register in hand."""

    sorts = (StagedImport.Sort.REGISTER,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "steps": STEPS}


class RegisterHeadings(RegisterStepPage):
    """Which row holds the headings, where none was recognised or the wrong one was."""

    step = 2
    template_name = "exchange/headings.html"
    form_class = forms.TableHeadingsForm
    page_title = "Find the table"
    purpose = "Say which row holds the headings of the register. The rows below it are then read."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": heading_rows_of(self.object)}

    def perform(self, form: forms.TableHeadingsForm) -> StagedImport:
        return name_heading_row(self.object, signature=form.cleaned_data["heading"])

    def get_success_url(self) -> str:
        return reverse("import-register-columns", args=[self.object.pk])


class RegisterColumns(RegisterStepPage):
    """What each column is. A file in which no headings were recognised asks for those first."""

    step = 2
    template_name = "exchange/register_columns.html"
    form_class = forms.RegisterColumnsForm
    page_title = "Check the columns"
    purpose = "Each column was read by its heading. Correct what was taken for something else."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.confirmed_at and not self.found.tables:
            return redirect("import-register-headings", pk=self.object.pk)
        return super().get(request, *args, **kwargs)

    @cached_property
    def found(self) -> ReadRegister:
        return staging.read_register_of(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "tables": self.found.tables,
            "choices": self.found.choices,
            **sheets_asked(self.object),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"called": name_to_offer(self.object, [table.signature for table in self.found.tables])}

    def perform(self, form: forms.RegisterColumnsForm) -> StagedImport:
        said = {name: form.cleaned_data[name] for name in ("keep", "called", "impact_kind", "control_type")}
        said |= {"left_out": form.left_out, "by": self.request.user}
        return staging.settle_register(self.object, mappings=form.mappings, used=form.used, **said)

    def get_success_url(self) -> str:
        return reverse("import-register-names", args=[self.object.pk])

    def get_page_actions(self) -> list[PageAction]:
        headings = reverse("import-register-headings", args=[self.object.pk])
        return [("Choose another row of headings", headings, "secondary"), *super().get_page_actions()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "found": self.found}


class RegisterNames(RegisterStepPage):
    """The owners, committees and categories of the file that are not known here. Where there are none, the page is
    passed over."""

    step = 3
    form_class = forms.RegisterNamesForm
    page_title = "Match the names"
    purpose = "Some owners, committees or categories in the file are not known here. None is made without you."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.confirmed_at and not self.get_form().fields:
            return redirect("import-register-preview", pk=self.object.pk)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        names = staging.register_proposal_of(self.object).names
        return {**super().get_form_kwargs(), "registers": names.registers}

    def perform(self, form: forms.RegisterNamesForm) -> StagedImport:
        return settle_names(self.object, names=form.names)

    def get_success_url(self) -> str:
        return reverse("import-register-preview", args=[self.object.pk])


class PreviewRegister(LookAndConfirm):
    """What would be made and changed, what was not understood, and the button that does it."""

    template_name = "exchange/register_preview.html"
    sorts = RegisterStepPage.sorts
    success_message = "The register is imported."

    @cached_property
    def proposal(self) -> RegisterProposal:
        return staging.register_proposal_of(self.object)

    def get_page_actions(self) -> list[PageAction]:
        pk = self.object.pk
        back = [("Check the columns", reverse("import-register-columns", args=[pk]), "secondary")]
        if any(self.proposal.names.wanted.values()):
            back.append(("Match the names", reverse("import-register-names", args=[pk]), "secondary"))
        return [*back, *super().get_page_actions()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = [(one.place, f"{one.heading}: {one.text}") for one in self.proposal.read.fragments]
        return {
            **super().get_context_data(**kwargs),
            "steps": STEPS,
            "proposal": self.proposal,
            "steps_shown": self.proposal.steps[:MOST_STEPS],
            "steps_more": max(0, len(self.proposal.steps) - MOST_STEPS),
            "left": left[:SHOWN_AT_MOST],
            "left_more": max(0, len(left) - SHOWN_AT_MOST),
        }
