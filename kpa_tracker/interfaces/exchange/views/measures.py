"""The pages by which targets and results come in: choose a file, check its columns, look and confirm."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kpa_tracker.base.toolkit.pages import Crumb, PageAction
from kpa_tracker.interfaces.exchange import forms
from kpa_tracker.interfaces.exchange.actions.measures import staging
from kpa_tracker.interfaces.exchange.actions.measures.result_steps import CLOSED
from kpa_tracker.interfaces.exchange.actions.readings import name_to_offer
from kpa_tracker.interfaces.exchange.actions.staging import name_heading_row, settle_names, sheets_asked
from kpa_tracker.interfaces.exchange.models import StagedImport
from kpa_tracker.interfaces.exchange.reading.measures.found import Choices, ReadMeasures
from kpa_tracker.interfaces.exchange.views.plans import (
    MOST_STEPS,
    SHOWN_AT_MOST,
    ImportList,
    LookAndConfirm,
    StepPage,
)

STEPS = ["Choose a file", "Check the columns", "Match the owners", "Look and confirm"]
UNDERSTOOD = {"targets": "Targets understood", "results": "Results understood"}


class ImportMeasures(ImportList):
    """Where an import of targets or results begins."""

    template_name = "exchange/measures_upload.html"
    form_class = forms.MeasureUploadForm
    page_title = "Import targets or results"
    sorts = (StagedImport.Sort.TARGETS, StagedImport.Sort.RESULTS)
    purpose = "Read a table of targets or of results. You see what would happen before anything changes."

    def perform(self, form: Any) -> StagedImport:
        said = form.cleaned_data
        name, content = form.sent()
        plan, sort = said["plan"], said["sort"]
        own = {"reading": said.get("reading"), "by": self.request.user}
        return staging.stage_measures(plan, sort=sort, name=name, content=content, **own)

    def get_success_url(self) -> str:
        return reverse("import-measures-columns", args=[self.done.pk])

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Import", reverse("import-list"))]

    def get_page_actions(self) -> list[PageAction]:
        return [("Import a plan", reverse("import-list"), "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "steps": STEPS}


class MeasureStep(StepPage):
    """One step of an import of targets or results in hand."""

    sorts = (StagedImport.Sort.TARGETS, StagedImport.Sort.RESULTS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "steps": STEPS}


class MeasureHeadings(MeasureStep):
    """Which row holds the headings, where none was recognised or the wrong one was."""

    step = 2
    template_name = "exchange/headings.html"
    form_class = forms.TableHeadingsForm
    page_title = "Find the table"
    purpose = "Say which row holds the headings of the table. The rows below it are then read."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": staging.heading_rows_of(self.object)}

    def perform(self, form: forms.TableHeadingsForm) -> StagedImport:
        return name_heading_row(self.object, signature=form.cleaned_data["heading"])

    def get_success_url(self) -> str:
        return reverse("import-measures-columns", args=[self.object.pk])


class MeasureColumns(MeasureStep):
    """What each column is. A file in which no headings were recognised asks for those first."""

    step = 2
    template_name = "exchange/measures_columns.html"
    form_class = forms.MeasureColumnsForm
    page_title = "Check the columns"
    purpose = "Each column was read by its heading. Correct what was taken for something else."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.confirmed_at and not self.found.tables:
            return redirect("import-measures-headings", pk=self.object.pk)
        return super().get(request, *args, **kwargs)

    @cached_property
    def found(self) -> ReadMeasures:
        return staging.read_measures_of(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        choices, found = Choices.from_json(self.object.choices), self.found
        offered = "" if choices.used else found.period_offered
        asked = {"tables": found.tables, "sort": self.object.sort, "spans": found.spans}
        period = {"period": offered or choices.period, "is_offered": bool(offered)}
        return {**super().get_form_kwargs(), **asked, **period, **sheets_asked(self.object)}

    def get_initial(self) -> dict[str, Any]:
        return {"called": name_to_offer(self.object, [table.signature for table in self.found.tables])}

    def perform(self, form: forms.MeasureColumnsForm) -> StagedImport:
        said = {name: form.cleaned_data[name] for name in ("period", "keep", "called")}
        said |= {"left_out": form.left_out, "by": self.request.user}
        return staging.settle_columns(self.object, mappings=form.mappings, used=form.used, **said)

    def get_success_url(self) -> str:
        return reverse("import-measures-owners", args=[self.object.pk])

    def get_page_actions(self) -> list[PageAction]:
        headings = reverse("import-measures-headings", args=[self.object.pk])
        return [("Choose another row of headings", headings, "secondary"), *super().get_page_actions()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "found": self.found, "understood": UNDERSTOOD[self.object.sort]}


class MeasureOwners(MeasureStep):
    """The owners in the file that are not among the posts here. Where there are none, the page is passed over."""

    step = 3
    form_class = forms.OwnersForm
    page_title = "Match the owners"
    purpose = "Some owners in the file are not among the posts here. None is made without you."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.confirmed_at and not self.get_form().fields:
            return redirect("import-measures-preview", pk=self.object.pk)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        unknown = staging.measure_proposal_of(self.object).owners.unknown
        return {**super().get_form_kwargs(), "register": unknown}

    def perform(self, form: forms.OwnersForm) -> StagedImport:
        return settle_names(self.object, names=form.names)

    def get_success_url(self) -> str:
        return reverse("import-measures-preview", args=[self.object.pk])


class PreviewMeasures(LookAndConfirm):
    """What would be made and changed, what was not understood, and the button that does it."""

    template_name = "exchange/measures_preview.html"
    sorts = MeasureStep.sorts
    form_class = forms.MeasuresSeenForm
    success_message = "The file is imported."

    @cached_property
    def proposal(self) -> staging.MeasureProposal:
        return staging.measure_proposal_of(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "made": self.proposal.made}

    def said(self, form: forms.MeasuresSeenForm) -> dict[str, Any]:
        return {"seen": form.cleaned_data["seen"], "gatherings": form.gatherings}

    def get_page_actions(self) -> list[PageAction]:
        pk = self.object.pk
        back = [("Check the columns", reverse("import-measures-columns", args=[pk]), "secondary")]
        if self.proposal.owners.unknown.wanted:
            back.append(("Match the owners", reverse("import-measures-owners", args=[pk]), "secondary"))
        return [*back, *super().get_page_actions()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        read = self.proposal.read
        left = [(one.place, f"{one.heading}: {one.text}") for one in read.fragments]
        left += [(note.place, f"Note {note.mark}: {note.text}") for note in read.notes_left]
        return {
            **super().get_context_data(**kwargs),
            "steps": STEPS,
            "proposal": self.proposal,
            "understood": self.proposal.steps[:MOST_STEPS],
            "understood_more": max(0, len(self.proposal.steps) - MOST_STEPS),
            "problems": [*read.problems, *self.proposal.problems],
            "missing": read.missing,
            "left": left[:SHOWN_AT_MOST],
            "left_more": max(0, len(left) - SHOWN_AT_MOST),
            "is_targets": self.object.sort == StagedImport.Sort.TARGETS,
            "counts": self.proposal.counts,
            "changed_word": "Changed" if self.object.sort == StagedImport.Sort.TARGETS else "Corrected",
            "closed_words": CLOSED,
        }
