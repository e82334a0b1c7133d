"""How an authority scores its risks: its matrix, what the steps mean, how often it reviews, its categories."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.editing import ArchivePage, EditPage, MovePage, PressPage
from kpa_tracker.base.toolkit.pages import Crumb, Page, PageAction, visible
from risks import actions
from risks.actions.wording import MEANINGS
from risks.forms.scoring import CategoryForm, MatrixForm, MonthsForm, StepsForm
from risks.models import Category, Definition, Risk, Scheme
from risks.scoring import STANDARD_MONTHS, STEPS, Level, standard_matrix

CHANGE = "risks.change_scheme"


class SchemePage(Page, TemplateView):
    """How risks are scored, for whoever reads a score."""

    permission_required = "risks.view_risk"
    template_name = "risks/scheme.html"
    page_title = "How risks are scored"
    purpose = (
        "What likelihood and impact mean here, which level they give, how often each is reviewed, and the appetite."
    )

    @cached_property
    def authority(self) -> Authority:
        """The authority that `?authority=` names, of those in sight; else the first."""
        asked = self.request.GET.get("authority", "")
        found = [one for one in self.authorities if str(one.pk) == asked] or self.authorities
        if not found:
            raise Http404
        return found[0]

    @cached_property
    def authorities(self) -> list[Authority]:
        return list(visible(Authority, self.request.user))

    @cached_property
    def scheme(self) -> Scheme | None:
        return Scheme.objects.filter(authority=self.authority).prefetch_related("cells", "definitions").first()

    @property
    def may_change(self) -> bool:
        return bool(self.request.user.has_perm(CHANGE, self.authority))

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Risks", reverse("risk-list")), (self.page_title, "")]

    def get_page_actions(self) -> list[PageAction]:
        if not self.may_change:
            return []
        if self.scheme is None:
            start = reverse("risk-scheme-start", args=[self.authority.pk])
            return [("Make this way our own, to change it", start, "post-primary")]
        pk = [self.scheme.pk]
        return [
            ("Change the matrix", reverse("risk-matrix", args=pk), "secondary"),
            ("Change how often risks are reviewed", reverse("risk-months", args=pk), "secondary"),
            ("Add a category", reverse("risk-category-add", args=[self.authority.pk]), "secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        matrix = self.scheme.matrix if self.scheme else standard_matrix()
        months = self.scheme.months if self.scheme else STANDARD_MONTHS
        categories = Category.objects.filter(authority=self.authority)
        return super().get_context_data(
            bodies=[(one.name, f"?authority={one.pk}", one == self.authority) for one in self.authorities],
            authority=self.authority,
            scheme=self.scheme,
            rows=[(step, [matrix[step, impact].shown for impact in STEPS]) for step in STEPS[::-1]],
            steps=STEPS,
            months=[(level.shown, months[level]) for level in reversed(Level)],
            axes=self.axes(),
            categories=list(categories.current()),
            archived=list(categories.exclude(archived_at=None)),
            may_change=self.may_change,
            **kwargs,
        )

    def axes(self) -> list[tuple[str, str, list[Any]]]:
        """What each step of each axis means: (key, name, five of word and meaning)."""
        own: dict[str, list[Any]] = {}
        for row in self.scheme.definitions.all() if self.scheme else ():
            own.setdefault(row.axis, []).append((row.step, row.word, row.meaning))
        standard = {
            axis: [(step, *words) for step, words in enumerate(rows, start=1)] for axis, rows in MEANINGS.items()
        }
        return [(axis.value, axis.label, own.get(axis) or standard[axis]) for axis in Definition.Axis]


class UnderTheScheme:
    """A page whose way back is how risks are scored."""

    object: Any
    permission_required = CHANGE
    template_name: Any = "plans/form.html"

    def get_breadcrumbs(self) -> list[Crumb]:
        here = ("How risks are scored", self.get_success_url())
        return [("Risks", reverse("risk-list")), here, (self.get_page_title(), "")]

    def get_success_url(self) -> str:
        return f"{reverse('risk-scheme')}?authority={self.object.authority_id}"

    def get_cancel_url(self) -> str:
        return self.get_success_url()


class StartScheme(UnderTheScheme, PressPage):
    """Making the standard way the authority's own."""

    model = Authority
    template_name = "pages/confirm.html"
    page_title = "Make the standard way our own"
    success_message = "This is the authority's own way now. Change what does not fit."

    def perform(self, form: Any) -> Any:
        return actions.make_scheme(self.object, by=self.request.user)


class ChangeMatrix(UnderTheScheme, EditPage):
    """The level of each cell."""

    model, form_class = Scheme, MatrixForm
    template_name = "risks/matrix_form.html"
    page_title = "Change the matrix"
    purpose = (
        "Choose the level of each pair of likelihood and impact. It may never fall where either of them rises. Scores "
        "that were given keep the level that they had when they were given."
    )
    success_message = "The matrix is saved."

    def perform(self, form: MatrixForm) -> Any:
        return actions.set_matrix(self.object, matrix=form.matrix, seen=form.seen, by=self.request.user)


class ChangeMonths(UnderTheScheme, EditPage):
    """How often each level is reviewed."""

    model, form_class = Scheme, MonthsForm
    page_title = "Change how often risks are reviewed"
    purpose = "It holds from each risk's next review on: no day that is set already moves."
    success_message = "How often risks are reviewed is saved."

    def perform(self, form: MonthsForm) -> Any:
        return actions.set_review_months(self.object, months=form.months, seen=form.seen, by=self.request.user)


class ChangeSteps(UnderTheScheme, EditPage):
    """What the steps of one axis mean."""

    model, form_class = Scheme, StepsForm
    purpose = "In your authority's own words and sums. Whoever scores a risk reads them beside the choice."
    success_message = "The steps are saved."

    def get_object(self) -> Any:
        if self.kwargs["axis"] not in Definition.Axis.values:
            raise Http404
        return super().get_object()

    def get_page_title(self) -> str:
        return f"{Definition.Axis(self.kwargs['axis']).label}: what the steps mean"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "axis": self.kwargs["axis"]}

    def perform(self, form: StepsForm) -> Any:
        said = {"axis": form.axis, "steps": form.steps}
        return actions.define_steps(self.object, **said, seen=form.seen, by=self.request.user)


class AddCategory(UnderTheScheme, EditPage):
    """One more category."""

    model, form_class = Authority, CategoryForm
    page_title = "Add a category"
    purpose = "A kind of risk, and the highest level of it that is borne without a decision."
    success_message = "The category is added."

    def get_instance(self) -> Category:
        return Category(authority=self.object)

    def perform(self, form: CategoryForm) -> Any:
        return actions.add_category(form.instance, by=self.request.user)


class ChangeCategory(UnderTheScheme, EditPage):
    """A category's name, appetite and statement."""

    model, form_class = Category, CategoryForm
    page_title = "Change a category"
    purpose = "Another appetite moves the category's risks within or beyond it at once; their scores stay."
    success_message = "The category is saved."

    def perform(self, form: CategoryForm) -> Any:
        return actions.change_category(self.object, seen=form.seen, changes=form.changes, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell its history below its form: it has no page of its own to tell it on."""
        return {**super().get_context_data(**kwargs), "told": self.object}


class ArchiveCategory(UnderTheScheme, ArchivePage):
    """Taking a category out of the choices."""

    model = Category
    template_name = "pages/confirm.html"

    def get_consequences(self) -> str:
        number = Risk.objects.current().filter(category=self.object).count()
        return f"Risks in it: {number}. Give them another category first." if number else ""

    def perform(self, form: Any) -> Any:
        said = form.cleaned_data
        seen = said["version"] or 0
        return actions.archive_category(self.object, seen=seen, reason=said["reason"], by=self.request.user)


class RestoreCategory(UnderTheScheme, PressPage):
    """Bringing a category back."""

    model = Category
    template_name = "pages/confirm.html"
    page_title = "Bring a category back"

    def perform(self, form: Any) -> Any:
        return actions.restore_category(self.object, seen=self.object.version, by=self.request.user)


class MoveCategory(UnderTheScheme, MovePage):
    """A category's place among the others."""

    model = Category
    template_name = "pages/confirm.html"

    def perform(self, form: Any) -> Any:
        return actions.move_category(self.object, up=self.up, seen=form.seen, by=self.request.user)
