"""Packs: the list, one to read, what has changed since it was frozen, assembling, freezing, taking away."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from deliverables.models import ReportingPeriod
from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.documents import CONTENT_TYPE
from kpa_tracker.base.toolkit.editing import EditPage, PressForm
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.kept import Tampered
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, ListPage, PageAction, RecordPage
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.base.toolkit.plain import from_plain
from kpa_tracker.base.toolkit.worn import look_on_paper
from kpa_tracker.interfaces.scrutiny.actions.packs import (
    assemble_pack,
    change_pack,
    file_name,
    freeze_pack,
)
from kpa_tracker.interfaces.scrutiny.actions.word import pack_in_word
from kpa_tracker.interfaces.scrutiny.assembling import assemble
from kpa_tracker.interfaces.scrutiny.filters.packs import PackFilter
from kpa_tracker.interfaces.scrutiny.forms.packs import AssembleForm, PackForm
from kpa_tracker.interfaces.scrutiny.models import Pack, PackFile
from kpa_tracker.interfaces.scrutiny.packs.comparing import differing
from kpa_tracker.interfaces.scrutiny.packs.contents import Contents
from kpa_tracker.interfaces.scrutiny.packs.document import PackDocument
from kpa_tracker.interfaces.scrutiny.tables.packs import PackTable

CONTENT_TYPES = {
    PackFile.Kind.PDF: "application/pdf",
    PackFile.Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def crumbs(pack: Pack, *below: Crumb) -> list[Crumb]:
    """Return the way from the committees down to a pack and what is below it."""
    own = pack.get_absolute_url() if below else ""
    return [("Committees", reverse("committee-list")), ("Packs", reverse("pack-list")), (str(pack), own), *below]


class PackList(ListPage):
    """Every pack, the latest meeting first."""

    model, table_class, filterset_class = Pack, PackTable, PackFilter
    permission_required = "scrutiny.view_pack"
    page_title = "Packs"
    purpose = "What committees were given to read before their meetings, as it was given."
    empty_message = "No pack has been assembled yet. Editors assemble one from the page of a meeting."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Committees", reverse("committee-list")), (self.page_title, "")]


class OfPack(RecordPage):
    """A page on one pack."""

    model = Pack
    permission_required = "scrutiny.view_pack"

    @cached_property
    def live(self) -> Contents:
        """What would be in the pack now."""
        return assemble(self.object)

    @property
    def contents(self) -> Contents:
        return from_plain(Contents, self.object.content) if self.object.is_frozen else self.live

    def address(self, name: str, *more: str) -> str:
        return reverse(name, args=[self.object.pk, *more])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.request.user.has_perm("deliverables.view_returns", self.object)
        return super().get_context_data(**kwargs, marking=self.contents.head.marking, may_see_returns=may)


class PackPage(OfPack):
    """A pack to read: as it was frozen, or as it would be now."""

    template_name = "scrutiny/pack/page.html"

    def get_page_title(self) -> str:
        return PackDocument(self.contents).title

    def get_purpose(self) -> str:
        held = format_date(self.object.meeting.held_on)
        if self.object.is_frozen:
            return f"What members were given for the meeting of {held}. Nothing in it changes any more."
        return f"What members would be given for the meeting of {held} now. Only editors and auditors see it."

    def get_breadcrumbs(self) -> list[Crumb]:
        return crumbs(self.object)

    def get_page_actions(self) -> list[PageAction]:
        if self.object.is_frozen:
            kinds = PackFile.Kind.choices
            files = [(f"Download as {word}", self.address("pack-file", kind), "secondary") for kind, word in kinds]
            word = ("Download as Word", self.address("pack-word"), "secondary")
            return [*files, word, *self.ways_to_history()]
        may = self.request.user.has_perm("scrutiny.assemble_pack", self.object)
        change = ("Change what it covers", self.address("pack-edit"), "secondary")
        return [("Freeze this pack", self.address("pack-freeze"), "primary"), change] if may else []

    def ways_to_history(self) -> list[PageAction]:
        if not self.request.user.has_perm("audit.view_event", self.object):
            return []
        return [("History", f"{reverse('history')}?type=scrutiny.pack&number={self.object.pk}", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contents = self.contents
        since = len(differing(contents, self.live)) if self.object.is_frozen else 0
        later = Pack.objects.frozen().filter(
            meeting=self.object.meeting, plan=self.object.plan, scope=self.object.scope
        )
        return super().get_context_data(
            **kwargs,
            document=PackDocument(contents),
            contents=contents,
            since=since,
            files=list(self.object.files.defer("content")),
            later=later.filter(number__gt=self.object.number).order_by("-number").first(),
        )


class PackChanges(OfPack):
    """What is otherwise today than in a frozen pack, field by field."""

    template_name = "scrutiny/pack/since.html"
    purpose = "The pack itself stays as it was. This is what has been recorded since, field by field."

    def get_object(self, queryset: Any = None) -> Pack:
        pack: Pack = super().get_object(queryset)
        if not pack.is_frozen:
            raise Http404
        return pack

    def get_page_title(self) -> str:
        return "What has changed since this pack was frozen"

    def get_breadcrumbs(self) -> list[Crumb]:
        return crumbs(self.object, ("What has changed since", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, found=differing(self.contents, self.live))


class PackDownload(OfPack):
    """A frozen file, byte for byte."""

    purpose = "Hands out the file that members were given."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pack = self.get_object()
        found: PackFile | None = pack.files.filter(kind=self.kwargs["kind"]).first()
        if found is None:
            raise Http404
        try:
            content = found.hand_out()
        except Tampered as refused:
            return self.refuse(pack, refused)
        return HttpResponse(
            content,
            content_type=CONTENT_TYPES[PackFile.Kind(found.kind)],
            headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
        )

    def refuse(self, pack: Pack, refused: Tampered) -> HttpResponse:
        """Say why there is no file, on a page that leads back to the pack."""
        context = {
            "page_title": "This file is not handed out",
            "purpose": refused.message,
            "breadcrumbs": crumbs(pack, ("File", "")),
            "page_actions": [("Read the pack here", pack.get_absolute_url(), "primary")],
        }
        return render(self.request, "scrutiny/pack/tampered.html", context, status=500)


class PackWord(OfPack):
    """What a frozen pack shows as a Word document, for those who go on with it: made anew, and not what was given."""

    purpose = "Hands out what the pack shows, to be gone on with in Word."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pack = self.object = self.get_object()
        if not pack.is_frozen:
            raise Http404
        try:
            content = pack_in_word(self.contents, look_on_paper(pack.authority_id))
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect(pack)
        name = f"{file_name(pack)}.docx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)


class PackAssemble(EditPage):
    """Beginning a pack for a meeting."""

    model, form_class = Meeting, AssembleForm
    permission_required: ClassVar[str] = "scrutiny.assemble_pack"
    page_title = "Assemble a pack"
    submit_label = "Assemble the pack"
    success_message = "The pack shows what members would be given now. Freeze it when it goes out."

    def get_purpose(self) -> str:
        held = format_date(self.object.held_on)
        return f"For the {self.object.committee.name}, {held}. Nothing is given out before it is frozen."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Committees", reverse("committee-list")), ("Packs", reverse("pack-list")), (self.page_title, "")]

    def get_instance(self) -> Pack:
        """Fill in the last period that has opened, and its plan."""
        opened = ReportingPeriod.objects.filter(plan__authority=self.object.authority_id, opens_on__lte=clock.today())
        last = opened.filter(plan__archived_at=None).select_related("plan").order_by("-observed_from").first()
        return Pack(meeting=self.object, plan=last.plan, period=last) if last else Pack(meeting=self.object)

    def perform(self, form: AssembleForm) -> Pack:
        return assemble_pack(form.instance, by=self.request.user)

    def get_cancel_url(self) -> str:
        return f"{reverse('pack-list')}?committee={self.object.committee_id}"


class PackEdit(EditPage):
    """Saying otherwise what a pack covers, until it is frozen."""

    model, form_class = Pack, PackForm
    permission_required: ClassVar[str] = "scrutiny.assemble_pack"
    page_title = "Change what a pack covers"
    success_message = "The pack is saved."

    def get_purpose(self) -> str:
        return f"{self.object}: which reporting period it tells of."

    def get_breadcrumbs(self) -> list[Crumb]:
        return crumbs(self.object, (self.page_title, ""))

    def perform(self, form: PackForm) -> Pack:
        return change_pack(form.instance, seen=form.seen, by=self.request.user)


class PackFreeze(ActionPage):
    """Freezing a pack, with its sums before one's eyes."""

    model, form_class = Pack, PressForm
    permission_required: ClassVar[str] = "scrutiny.assemble_pack"
    template_name = "scrutiny/pack/freeze.html"
    page_title = "Freeze this pack"
    submit_label = "Freeze the pack"
    success_message = "The pack is frozen. Its files are ready to go out."

    def get_purpose(self) -> str:
        return f"{self.object}: keeps every shown value, with a PDF and an Excel file of them, for ever."

    def get_breadcrumbs(self) -> list[Crumb]:
        return crumbs(self.object, (self.page_title, ""))

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def perform(self, form: PressForm) -> Pack:
        try:
            return freeze_pack(self.object, seen=form.seen, by=self.request.user)
        except PdfUnavailable as missing:
            raise Refused(str(missing)) from missing

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contents = from_plain(Contents, self.object.content) if self.object.content else assemble(self.object)
        context = super().get_context_data(**kwargs)
        if self.conflict is not None:
            context["form"].has_now_seen(self.conflict)
        return {**context, "contents": contents, "marking": contents.head.marking}
