"""Texts for the public: the list, one of them, submitting and approving several, approving and sending back one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.editing import EditPage, PressForm, PressPage
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.exports import FORMATS, export
from kpa_tracker.base.toolkit.filters import narrowed_by
from kpa_tracker.base.toolkit.forms import versions_of
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, RecordPage
from kpa_tracker.base.toolkit.words import counted
from kpa_tracker.interfaces.publication.actions.wordings import (
    Approved,
    approve_as_it_reads,
    approve_wordings,
    revoke_wording,
    send_back_wording,
    submit_wordings,
    to_take_over,
)
from kpa_tracker.interfaces.publication.filters import StandingForm
from kpa_tracker.interfaces.publication.forms import ApproveForm, RevokeForm, SendBackForm, SubmitForm, keys_in
from kpa_tracker.interfaces.publication.models import Publication, Wording
from kpa_tracker.interfaces.publication.tables import StandingTable
from kpa_tracker.interfaces.publication.views.ways import TEXTS, body_of, may, way_to
from kpa_tracker.interfaces.publication.wordings import Standing, standings, texts_url, unit_of, units_of
from kpa_tracker.interfaces.publication.wordings.standing import changed
from kpa_tracker.interfaces.publication.wordings.writers import writers_in, writers_of
from plans.models import Plan


class Texts(RecordPage):
    """Every text for the public of a plan or of a register, as it reads now, and where each stands."""

    permission_required = "publication.view_wording"
    template_name = "publication/wordings.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        wanted = request.GET.get("export", "")
        if wanted in FORMATS and self.form.is_valid() and not self.today_alone:
            return export(self.table(), format=wanted, name=self.get_page_title())
        return self.render_to_response(self.get_context_data(object=self.object))

    @cached_property
    def form(self) -> StandingForm:
        return StandingForm(self.request.GET)

    @cached_property
    def all(self) -> list[Standing]:
        return standings(units_of(self.object), self.object.authority_id)

    @property
    def may_choose(self) -> bool:
        return may(self.request.user, "submit_wording", self.object)

    def table(self) -> StandingTable:
        found = sorted(self.form.narrow(self.all), key=lambda one: one.place)
        hidden = () if self.may_choose else ("row",)
        empty = "No text matches what you asked for." if self.all else self.why_empty
        return StandingTable(found, exclude=hidden, empty_text=empty, order_by=self.request.GET.getlist("sort"))

    @property
    def why_empty(self) -> str:
        return "Nobody has written a text for the public yet."

    def get_page_title(self) -> str:
        return TEXTS

    def get_purpose(self) -> str:
        return "Written for the public, what waits first. A second person approves each text before it is published."

    def get_breadcrumbs(self) -> list[Crumb]:
        return way_to(self.object, (TEXTS, ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = self.table().paginate(page=page_asked(self.request), per_page=settings.PAGE_SIZE)
        query = self.request.GET.copy()
        for name in ("export", "page"):
            query.pop(name, None)
        return super().get_context_data(
            **kwargs,
            filter={"form": self.form},
            table=table,
            narrowed_by=narrowed_by(self.form),
            export_formats=FORMATS,
            export_query=query.urlencode(),
            may_choose=self.may_choose,
            submit_url=texts_url(self.object, "-submit"),
            approve_url=texts_url(self.object, "-approve"),
        )


def page_asked(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 1


class PlanTexts(Texts):
    """The texts of a plan."""

    model = Plan


class RegisterTexts(Texts):
    """The texts of a register."""

    model = Authority


def published_with(wording: Wording) -> list[Publication]:
    """Return the publications that keep a text, the latest first, whose approval holds or was taken back. One query."""
    if wording.state not in (Wording.State.APPROVED, Wording.State.REVOKED):
        return []
    return list(Publication.objects.made_with(wording).for_list())


class WordingPage(RecordPage):
    """A text as it was submitted, as it reads now, what it rests on, and what was decided."""

    model = Wording
    object: Wording
    permission_required = "publication.view_wording"
    template_name = "publication/wording.html"

    def get_queryset(self) -> Any:
        people = ("submitted_by", "decided_by", "revoked_by")
        return super().get_queryset().select_related("authority", "plan__authority", *people)

    def get_page_title(self) -> str:
        return f"{self.object.get_kind_display()}: {self.object.name}"

    def get_purpose(self) -> str:
        return "What the public would read, as it was submitted; what it rests on; and how both read now."

    def get_breadcrumbs(self) -> list[Crumb]:
        body = body_of(self.object)
        return way_to(body, (TEXTS, texts_url(body)), (self.object.name, ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wording, user = self.object, self.request.user
        unit = unit_of(wording)
        waits = wording.state == Wording.State.SUBMITTED
        decides = waits and may(user, "approve_wording", wording)
        return super().get_context_data(
            **kwargs,
            unit=unit,
            changed=changed(unit, wording) if unit else (),
            said=wording.shown(wording.said),
            basis=wording.shown(wording.basis),
            own=waits and wording.submitted_by_id == user.pk,
            wrote=bool(decides and unit and user.pk == (unit.writer or writers_of([wording]).get(unit.key))),
            may_decide=decides and wording.submitted_by_id != user.pk,
            may_take_back=wording.is_approved and may(user, "approve_wording", wording),
            published=published_with(wording),
            take_over_url=f"{texts_url(body_of(wording), '-submit')}?row={wording.kind}-{wording.subject}",
        )


class OfWording:
    """The way to a page on one text."""

    object: Wording

    def get_breadcrumbs(self) -> list[Crumb]:
        body = body_of(self.object)
        return way_to(body, (TEXTS, texts_url(body)), (self.object.name, self.object.get_absolute_url()))


class WordingApprove(OfWording, PressPage):
    """Approving a text as it was submitted."""

    model = Wording
    permission_required: ClassVar[str] = "publication.approve_wording"
    page_title = "Approve a text for the public"
    purpose = "The text is approved as it was submitted, if it still reads so."
    success_message = "It is approved. The next publication has it, unless it changes before."

    def perform(self, form: PressForm) -> Wording:
        return approve_as_it_reads(self.object, seen=form.seen, by=self.request.user)


class WordingSendBack(OfWording, EditPage):
    """Sending a text back with what is wrong with it."""

    model, form_class = Wording, SendBackForm
    permission_required: ClassVar[str] = "publication.approve_wording"
    submit_label = "Send it back"
    success_message = "It is sent back. Whoever submitted it reads why."

    def get_page_title(self) -> str:
        return f"Send back “{self.object.name}”"

    def get_purpose(self) -> str:
        return "Nothing of it is published before it is submitted again and approved."

    def perform(self, form: SendBackForm) -> Wording:
        said = form.cleaned_data["reason"]
        return send_back_wording(self.object, reason=said, seen=form.seen, by=self.request.user)


class WordingRevoke(OfWording, EditPage):
    """Taking the approval of a text back, with what the public reads of it all the same before one's eyes."""

    model, form_class = Wording, RevokeForm
    permission_required: ClassVar[str] = "publication.approve_wording"
    template_name = "publication/take_back.html"
    submit_label = "Take the approval back"
    success_message = "The approval is taken back. No publication from now on has this text until it is approved again."

    def get_page_title(self) -> str:
        return f"Take back the approval of “{self.object.name}”"

    def get_purpose(self) -> str:
        return "No publication from now on has this text until it is submitted again and approved."

    def perform(self, form: RevokeForm) -> Wording:
        said = form.cleaned_data["reason"]
        return revoke_wording(self.object, reason=said, seen=form.seen, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, published=published_with(self.object))


class Several(ActionPage):
    """One step with several texts, each before one's eyes."""

    template_name = "publication/several.html"
    verb: str = ""

    @cached_property
    def all(self) -> list[Standing]:
        return standings(units_of(self.object), self.object.authority_id)

    def can(self, standing: Standing) -> bool:
        """Whether the step can be done with a text, by whoever looks."""
        raise NotImplementedError

    @cached_property
    def asked(self) -> list[Standing]:
        """The texts that were ticked; all that the step can be done with where the address asks for all."""
        if "all" in self.request.GET:
            return [one for one in self.all if self.can(one)]
        keys = keys_in(self.request.GET.getlist("row"))
        return [one for one in self.all if one.unit.key in keys]

    @property
    def chosen(self) -> list[Standing]:
        return [one for one in self.asked if self.can(one)]

    def get_breadcrumbs(self) -> list[Crumb]:
        return way_to(self.object, (TEXTS, texts_url(self.object)), (self.page_title, ""))

    def get_success_url(self) -> str:
        return texts_url(self.object)

    def get_cancel_url(self) -> str:
        return texts_url(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [one for one in self.asked if not self.can(one)]
        context = super().get_context_data(**kwargs, chosen=self.chosen, others=others)
        return {**context, "verb": self.verb, "nothing": not self.chosen and not context["form"].is_bound}


class SubmitSeveral(Several):
    """Submitting the chosen texts as they read now."""

    form_class = SubmitForm
    permission_required = "publication.submit_wording"
    page_title = "Submit texts for approval"
    purpose = "Somebody else than you approves them or sends them back. Until then none of them is published."
    submit_label, verb = "Submit them", "submit"

    @cached_property
    def own(self) -> set[tuple[str, int]]:
        """What whoever looks wrote and somebody else submitted: they may submit it in the other's place."""
        return set() if "all" in self.request.GET else to_take_over(self.all, by=self.request.user)

    def can(self, standing: Standing) -> bool:
        return standing.can_be_submitted or standing.unit.key in self.own

    def get_initial(self) -> dict[str, Any]:
        return {"chosen": ",".join(one.pk for one in self.chosen)}

    def perform(self, form: SubmitForm) -> None:
        body = self.object
        of = (body.authority_id, body if isinstance(body, Plan) else None)
        made = submit_wordings(units_of(body), of=of, seen=form.cleaned_data["chosen"], by=self.request.user)
        self.success_message = f"{counted(len(made), 'text')} submitted. Somebody else than you decides."


class ApproveSeveral(Several):
    """Approving the chosen texts, each as it was submitted."""

    form_class = ApproveForm
    permission_required = "publication.approve_wording"
    page_title = "Approve texts for the public"
    purpose = "Read each text. The next publication has what is approved, unless it changes before."
    submit_label, verb = "Approve them", "approve"

    @cached_property
    def writers(self) -> dict[tuple[str, int], int]:
        return writers_in(self.all)

    def can(self, standing: Standing) -> bool:
        wording, user = standing.wording, self.request.user
        writer = self.writers.get(standing.unit.key)
        is_others = wording is not None and user.pk not in (wording.submitted_by_id, writer)
        return is_others and standing.waits and not standing.changed

    def get_initial(self) -> dict[str, Any]:
        return {"seen": versions_of(one.wording for one in self.chosen)}

    def perform(self, form: ApproveForm) -> None:
        seen = form.cleaned_data["seen"]
        wordings = Wording.objects.filter(pk__in=seen, authority=self.object.authority_id).order_by("pk")
        found = approve_wordings(wordings.select_related("authority", "plan"), seen=seen, by=self.request.user)
        if not found.done:
            raise Refused(" ".join(why_not(found)) or "None of these texts is there any more.")
        for sentence in why_not(found):
            messages.warning(self.request, sentence)
        self.success_message = f"{counted(len(found.done), 'text')} approved."


def why_not(found: Approved) -> Iterable[str]:
    return [f"Not approved: {wording.name}. {sentence}" for wording, sentence in found.refused]


class SubmitOfPlan(SubmitSeveral):
    """Submitting texts of a plan."""

    model = Plan


class SubmitOfRegister(SubmitSeveral):
    """Submitting texts of a register."""

    model = Authority


class ApproveOfPlan(ApproveSeveral):
    """Approving texts of a plan."""

    model = Plan


class ApproveOfRegister(ApproveSeveral):
    """Approving texts of a register."""

    model = Authority
