"""The desk of a plan: where its publication stands, what is missing, what would be left out; publishing it."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, PageAction, RecordPage
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions.publishing import content_of, mark_of, publish
from kpa_tracker.interfaces.publication.checklist import Found, checked, missing
from kpa_tracker.interfaces.publication.content import PlanDocument
from kpa_tracker.interfaces.publication.content.differences import counts, differences
from kpa_tracker.interfaces.publication.filters import LEFT_OUT
from kpa_tracker.interfaces.publication.forms import PublishForm
from kpa_tracker.interfaces.publication.models import Publication
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.public.plan import why_not
from kpa_tracker.interfaces.publication.views.ways import desk_url, may, way_to
from kpa_tracker.interfaces.publication.wordings import Standing, Stands, standings, texts_url, units_of_plan
from plans.models import Plan


class State:
    """Everything that the desk says of a plan, each asked for once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def why_not(self) -> str:
        """Why the plan cannot be published at all; nothing where it can."""
        return why_not(self.plan)

    @cached_property
    def publications(self) -> list[Publication]:
        return list(Publication.objects.filter(plan=self.plan).for_list().prefetch_related("files"))

    @cached_property
    def current(self) -> Publication | None:
        """What the public reads now."""
        public = [one for one in self.publications if not one.is_withdrawn and not one.is_embargoed]
        return max(public, key=lambda one: one.number, default=None)

    @cached_property
    def waiting(self) -> list[Publication]:
        """What the public will read from a time on."""
        return [one for one in self.publications if not one.is_withdrawn and one.is_embargoed]

    @cached_property
    def last(self) -> Publication | None:
        """What was published last and not withdrawn, be it for a time to come."""
        kept = Publication.objects.filter(plan=self.plan, withdrawal=None)
        return kept.select_related("plan").order_by("-number").first()

    @property
    def last_number(self) -> int:
        return max((one.number for one in self.publications), default=0)

    @property
    def looked_at(self) -> dict[str, str]:
        """What somebody who publishes has before their eyes: the last number, and how the plan reads."""
        return {"last": str(self.last_number), "read": "" if self.why_not else mark_of(self.document)}

    @cached_property
    def document(self) -> PlanDocument:
        return public_document(self.plan)

    @cached_property
    def differences(self) -> Any:
        """What reads otherwise now than in what was published last; nothing where there is nothing to compare."""
        return differences(content_of(self.last), self.document) if self.last and not self.why_not else ()

    @property
    def looks_otherwise(self) -> bool:
        """Whether it would be published in another look than what was published last."""
        return bool(self.last and not self.why_not and content_of(self.last).look != self.document.look)

    @cached_property
    def can_be_published(self) -> bool:
        """Whether there is anything to publish, and nothing forbids it."""
        return not self.why_not and not (self.last and mark_of(content_of(self.last)) == mark_of(self.document))

    @cached_property
    def counts(self) -> Any:
        return counts(content_of(self.last), self.document) if self.last and not self.why_not else ()

    @cached_property
    def checks(self) -> list[Found]:
        return checked(self.plan, None if self.why_not else self.document)

    @cached_property
    def lacks(self) -> list[str]:
        return missing(self.checks)

    @cached_property
    def texts(self) -> list[Standing]:
        return standings(units_of_plan(self.plan), self.plan.authority_id)

    @property
    def left_out(self) -> list[Standing]:
        return [one for one in self.texts if not one.is_published]

    @property
    def keeping(self) -> list[Publication]:
        """What the public reads, or will read, that was made before the approval of a text was taken back."""
        taken = [one.wording for one in self.texts if one.state is Stands.REVOKED and one.wording]
        made = [*([self.current] if self.current else []), *self.waiting]
        return [one for one in made if any(was.was_approved_at(one.published_at) for was in taken)]

    @property
    def figures(self) -> list[tuple[int, str, str]]:
        """Return (number, where texts stand, address of their list). The numbers add up to all texts."""
        numbers, url = Counter(one.state for one in self.texts), texts_url(self.plan)
        return [(numbers[state], state.label, f"{url}?stands={state.value}") for state in Stands]


class Desk(RecordPage):
    """Where the publication of a plan stands."""

    model = Plan
    object: Plan
    permission_required = "publication.view_wording"
    template_name = "publication/desk.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("authority")

    def get_page_title(self) -> str:
        return f"{self.object.title}: publish"

    def get_purpose(self) -> str:
        return "What the public reads of this plan, what has changed since, and what stands before publishing it anew."

    def get_breadcrumbs(self) -> list[Crumb]:
        return way_to(self.object)

    def get_page_actions(self) -> list[PageAction]:
        preview = ("Read the public document", reverse("plan-document-public", args=[self.object.pk]), "secondary")
        if why_not(self.object):
            return []
        if not may(self.request.user, "publish", self.object):
            return [preview]
        return [("Publish", reverse("publish", args=[self.object.pk]), "primary"), preview]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, user = self.object, self.request.user
        return super().get_context_data(
            **kwargs,
            marking=plan.marking,
            state=State(plan),
            texts_url=texts_url(plan),
            left_out_url=f"{texts_url(plan)}?stands={LEFT_OUT}",
            taken_back_url=f"{texts_url(plan)}?stands={Stands.REVOKED.value}",
            submit_url=f"{texts_url(plan, '-submit')}?all=yes" if may(user, "submit_wording", plan) else "",
            approve_url=f"{texts_url(plan, '-approve')}?all=yes" if may(user, "approve_wording", plan) else "",
            may_withdraw=may(user, "publish", plan),
            checklist_url=reverse("checklist", args=[plan.authority_id]),
        )


class Publish(ActionPage):
    """Making a plan public as it reads now, with what would be left out and what differs before one's eyes."""

    model, form_class = Plan, PublishForm
    permission_required: ClassVar[str] = "publication.publish"
    template_name = "publication/publish.html"
    submit_label = "Publish this plan"

    @cached_property
    def state(self) -> State:
        return State(self.object)

    def get_page_title(self) -> str:
        return f"Publish {self.object.title}"

    def get_purpose(self) -> str:
        return "Gives the public the plan as it reads now, with what is approved and nothing else. It is kept for ever."

    def get_breadcrumbs(self) -> list[Crumb]:
        return way_to(self.object, ("Publish now", ""))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "lacks": self.state.lacks}

    def get_initial(self) -> dict[str, Any]:
        return self.state.looked_at

    def perform(self, form: PublishForm) -> Publication:
        said = form.cleaned_data
        told = {name: said.get(name) or "" for name in ("note", "why")}
        try:
            made = publish(
                self.object,
                by=self.request.user,
                public_from=said["public_from"],
                seen=said["last"],
                read=said["read"],
                **told,
            )
        except PdfUnavailable as missing:
            raise Refused(str(missing)) from missing
        self.success_message = f"Publication {made.number}. {made.stands}."
        return made

    def form_invalid(self, form: Any) -> Any:
        """Let the next sending count against how the plan reads and what is published by now: both stand above the
        form."""
        self.__dict__.pop("state", None)
        if hasattr(form.data, "dict"):
            form.data = form.data.dict() | self.state.looked_at
        return super().form_invalid(form)

    def get_cancel_url(self) -> str:
        return desk_url(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        preview = reverse("plan-document-public", args=[self.object.pk])
        left_out_url = f"{texts_url(self.object)}?stands={LEFT_OUT}"
        return {**context, "state": self.state, "preview_url": preview, "left_out_url": left_out_url}
