"""The pages of an import: choose a file, check its columns, answer what it leaves open, look, confirm."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst

from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, PageAction, RecordPage
from kpa_tracker.interfaces.exchange import actions, forms
from kpa_tracker.interfaces.exchange.actions.readings import name_to_offer
from kpa_tracker.interfaces.exchange.actions.running import confirm
from kpa_tracker.interfaces.exchange.actions.staging import sheets_asked
from kpa_tracker.interfaces.exchange.models import ImportMapping, ImportRun, StagedImport
from kpa_tracker.interfaces.exchange.reading.headings import signature_of
from kpa_tracker.interfaces.exchange.reading.interpret import Choices
from kpa_tracker.interfaces.exchange.reading.plan import Problem, ReadPlan
from kpa_tracker.interfaces.exchange.reading.tables import candidate_headings
from kpa_tracker.interfaces.exchange.report import count_words
from kpa_tracker.interfaces.exchange.steps import Proposal
from plans.models import Plan

STEPS = ["Choose a file", "Check the columns", "Answer questions", "Look and confirm"]
SHOWN_AT_MOST = 100
MOST_STEPS = 500


def readings_for(user: Any, sorts: Iterable[str]) -> Any:
    """Select the kept readings that a person may choose for files of some sorts."""
    return ImportMapping.objects.visible_to(user).filter(sort__in=sorts).for_list()


class ImportList(ActionPage):
    """Where an import begins, and where those in hand and done are found again."""

    permission_required = "exchange.import_plan"
    template_name = "exchange/import_list.html"
    form_class = forms.UploadForm
    page_title = "Import a plan"
    purpose = (
        "Read a plan's table from a Word, Excel or text file, or the workbook that it was taken out as. You see what "
        "would happen before anything changes."
    )
    submit_label = "Read the file"
    sorts: ClassVar[tuple[str, ...]] = (StagedImport.Sort.PLAN,)

    def get_plans(self) -> Any:
        authorities = self.request.user.authorities_granting(self.permission_required)
        plans = Plan.objects.filter(authority__in=authorities).current().exclude(state=Plan.State.CLOSED)
        return plans.select_related("authority")

    def get_form_kwargs(self) -> dict[str, Any]:
        readings = readings_for(self.request.user, self.sorts)
        return {**super().get_form_kwargs(), "plans": self.get_plans(), "readings": readings}

    def get_initial(self) -> dict[str, Any]:
        plans = list(self.get_plans()[:2])
        only = plans[0].pk if len(plans) == 1 else None
        asked = self.request.GET.get("plan", "")
        return {"plan": asked if asked.isdecimal() else only}

    def perform(self, form: forms.UploadForm) -> StagedImport:
        name, content = form.sent()
        said = {"reading": form.cleaned_data.get("reading"), "by": self.request.user}
        return actions.stage_import(form.cleaned_data["plan"], name=name, content=content, **said)

    def get_success_url(self) -> str:
        page = "import-book-preview" if self.done.sort == StagedImport.Sort.BOOK else "import-columns"
        return reverse(page, args=[self.done.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        imports = StagedImport.objects.visible_to(self.request.user).for_list()
        return {
            **super().get_context_data(**kwargs),
            "steps": STEPS,
            "current_step": 1,
            "cancel_url": "",
            "in_hand": imports.in_hand()[:20],
            "done": imports.exclude(confirmed_at=None)[:20],
            "has_plans": self.get_plans().exists(),
            "plans_url": reverse("plan-list"),
        }

    def get_page_actions(self) -> list[PageAction]:
        return [
            ("Import targets or results", reverse("import-measures"), "secondary"),
            ("Import a risk register", reverse("import-register"), "secondary"),
            ("Kept readings of columns", reverse("import-readings"), "secondary"),
        ]


class StepPage(ActionPage):
    """One step of an import in hand. One that is done leads to its result, one under way to how far it is."""

    permission_required = "exchange.import_plan"
    model = StagedImport
    submit_label = "Continue"
    step: ClassVar[int]
    sorts: ClassVar[tuple[str, ...]] = (StagedImport.Sort.PLAN,)

    def get_object(self) -> Any:
        staged = super().get_object()
        if staged.sort not in self.sorts:
            raise Http404
        if staged.plan_id:
            staged.plan = Plan.objects.select_related("authority", "scale").get(pk=staged.plan_id)
        return staged

    def elsewhere(self) -> StagedImport | ImportRun | None:
        """Where an import leads that is done, or is being taken over."""
        if self.object.confirmed_at:
            done: StagedImport = self.object
            return done
        run = self.object.runs.open().first() if self.object.is_long else None
        return run if run and run.is_under_way else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        elsewhere = self.elsewhere()
        return redirect(elsewhere) if elsewhere else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        elsewhere = self.elsewhere()
        return redirect(elsewhere) if elsewhere else super().post(request, *args, **kwargs)

    @cached_property
    def read(self) -> ReadPlan:
        return actions.read_plan_of(self.object)

    def get_cancel_url(self) -> str:
        return reverse("import-list")

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Import", reverse("import-list")), (self.object.filename, "")]

    def get_page_actions(self) -> list[PageAction]:
        return [("Throw this import away", reverse("import-discard", args=[self.object.pk]), "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "steps": STEPS, "current_step": self.step, "caption": capfirst(self.object.into)}


class LookAndConfirm(StepPage):
    """The last step: what was looked at is what happens. Where the file is read otherwise by then, the page shows
    that."""

    step = 4
    form_class = forms.SeenForm
    page_title = "Look and confirm"
    purpose = "This is what the import would do. All of it happens when you confirm, or nothing."
    submit_label = "Import it now"

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.object.version}

    def said(self, form: Any) -> dict[str, Any]:
        """Return what the page asks beside the file."""
        return dict(form.cleaned_data)

    def perform(self, form: Any) -> StagedImport | ImportRun:
        done = confirm(self.object, by=self.request.user, **self.said(form))
        self.success_message = "" if isinstance(done, ImportRun) else self.success_message
        return done

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        form.data = {**form.data.dict(), "seen": self.object.version} if form.is_bound else form.data
        return context


class MapColumns(StepPage):
    """What each column is. A file in which no headings were recognised asks for those first."""

    step = 2
    template_name = "exchange/columns.html"
    form_class = forms.ColumnsForm
    page_title = "Check the columns"
    purpose = "Each column was read by its heading. Correct what was taken for something else."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.confirmed_at and not self.read.tables:
            return redirect("import-headings", pk=self.object.pk)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "tables": self.read.tables, **sheets_asked(self.object)}

    def get_initial(self) -> dict[str, Any]:
        return {"called": name_to_offer(self.object, [table.signature for table in self.read.tables])}

    def perform(self, form: forms.ColumnsForm) -> StagedImport:
        said = {name: form.cleaned_data[name] for name in ("keep", "called")}
        said |= {"left_out": form.left_out, "by": self.request.user}
        return actions.map_columns(self.object, mappings=form.mappings, used=form.used, **said)

    def get_success_url(self) -> str:
        return reverse("import-questions", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "found": count_words(self.read.counts), "notes": self.read.notes}


class NameHeadings(StepPage):
    """Which row holds the headings, where none was recognised."""

    step = 2
    template_name = "exchange/headings.html"
    form_class = forms.HeadingsForm
    page_title = "Find the table"
    purpose = "No table of a plan was recognised by its headings. Say where the headings are."

    def rows(self) -> list[tuple[str, str]]:
        rows = candidate_headings(SourceDocument.from_json(self.object.document))
        texts = [[cell.text for cell in row.cells] for row in rows]
        return [(signature_of(row), " | ".join(text for text in row if text)) for row in texts]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": self.rows()}

    def perform(self, form: forms.HeadingsForm) -> StagedImport:
        return actions.name_headings(self.object, signature=form.cleaned_data["heading"])

    def get_success_url(self) -> str:
        return reverse("import-columns", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["nothing"] = not context["form"].fields["heading"].choices
        return context


class AnswerQuestions(StepPage):
    """What can be read in two ways, and the owners and committees that are not known here."""

    step = 3
    form_class = forms.QuestionsForm
    page_title = "Answer questions"
    purpose = "Some cells can be read in two ways, and some names are not known here. Nothing is guessed without you."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.confirmed_at and not self.get_form().fields:
            return redirect("import-preview", pk=self.object.pk)
        return super().get(request, *args, **kwargs)

    @cached_property
    def asked(self) -> Proposal:
        """What is asked about, the names that the suggested answers give included."""
        return actions.proposal_to_ask(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        proposal = self.asked
        answers = Choices.from_json(self.object.choices).answers
        found = {"read": proposal.read, "directory": proposal.directory, "answers": answers}
        return {**super().get_form_kwargs(), **found}

    def perform(self, form: forms.QuestionsForm) -> StagedImport:
        return actions.answer_questions(self.object, answers=form.answers, names=form.names)

    def get_success_url(self) -> str:
        """Answers can give new names (a cell that was cut): those are asked about before going on."""
        named = actions.proposal_of(self.object).directory
        asked = {name for kind in self.object.names.values() for name in kind}
        new = {*named.posts.wanted, *named.committees.wanted} - asked
        if new:
            messages.info(
                self.request, "Your answers gave names that were not asked about. They are below with the rest."
            )
        return reverse("import-questions" if new else "import-preview", args=[self.object.pk])


def gaps_by_place(problems: list[Problem]) -> list[tuple[str, str]]:
    """Return (row, all that it leaves open), one for each row."""
    gaps: dict[str, list[str]] = {}
    for problem in problems:
        if problem.is_gap:
            gaps.setdefault(problem.place, []).append(problem.text)
    return [(place, " ".join(texts)) for place, texts in gaps.items()]


class PreviewImport(LookAndConfirm):
    """What would be made and changed, what was not understood, and the button that does it."""

    template_name = "exchange/preview.html"
    form_class = forms.ConfirmForm
    success_message = "The plan is imported."

    @cached_property
    def proposal(self) -> Proposal:
        return actions.proposal_of(self.object)

    def get_page_actions(self) -> list[PageAction]:
        pk = self.object.pk
        back = [
            ("Check the columns", reverse("import-columns", args=[pk]), "secondary"),
            ("Answer questions", reverse("import-questions", args=[pk]), "secondary"),
        ]
        return [*back, *super().get_page_actions()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        problems = proposal.read.problems
        return {
            **super().get_context_data(**kwargs),
            "proposal": proposal,
            "found": count_words(proposal.read.counts),
            "steps_shown": proposal.steps[:MOST_STEPS],
            "steps_more": max(0, len(proposal.steps) - MOST_STEPS),
            "changed": proposal.changed[:MOST_STEPS],
            "changed_more": max(0, len(proposal.changed) - MOST_STEPS),
            "gaps": gaps_by_place(problems)[:MOST_STEPS],
            "gaps_more": max(0, len(gaps_by_place(problems)) - MOST_STEPS),
            "problems": [problem for problem in problems if not problem.is_gap],
            "fragments": proposal.read.fragments[:SHOWN_AT_MOST],
            "fragments_more": max(0, len(proposal.read.fragments) - SHOWN_AT_MOST),
            "noted": [step for step in proposal.steps if step.note],
            "can_import": bool(proposal.of_kind("deliverable")),
        }


class DiscardImport(StepPage):
    """Throwing away what was read."""

    step = 4
    sorts = tuple(StagedImport.Sort.values)
    template_name = "pages/confirm.html"
    form_class = forms.NothingToSay
    page_title = "Throw this import away"
    purpose = "What was read of the file and your answers are deleted. What is here stays as it is."
    submit_label = "Throw it away"
    success_message = "The import is thrown away. Nothing was changed."

    def perform(self, form: forms.NothingToSay) -> None:
        actions.discard_import(self.object)

    def get_success_url(self) -> str:
        return reverse("import-list")

    def get_cancel_url(self) -> str:
        return str(self.object.get_absolute_url())

    def get_page_actions(self) -> list[PageAction]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "steps": [], "submit_kind": "warning"}


class ImportResult(RecordPage):
    """What an import made and changed, and what it left open."""

    permission_required = "exchange.import_plan"
    model = StagedImport
    template_name = "exchange/result.html"
    purpose = "What this import did, and what is left for you to look at."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self.object.confirmed_at is None:
            return redirect(self.object)
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Import", reverse("import-list")), (self.object.filename, "")]

    def get_page_actions(self) -> list[PageAction]:
        plan = self.object.plan
        into = ("Go to the plan", plan.get_absolute_url()) if plan else ("Go to the risks", reverse("risk-list"))
        another = reverse("import-list") if plan else reverse("import-register")
        return [(*into, "primary"), ("Import another file", another, "secondary")]
