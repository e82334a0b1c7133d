"""The pages of kept readings of columns: all of them, one with its name, and the button that drops it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, ListPage, PageAction
from kpa_tracker.interfaces.exchange import forms
from kpa_tracker.interfaces.exchange.actions.readings import drop_reading, rename_reading
from kpa_tracker.interfaces.exchange.filters import ReadingFilter
from kpa_tracker.interfaces.exchange.models import ImportMapping
from kpa_tracker.interfaces.exchange.report import columns_in_words
from kpa_tracker.interfaces.exchange.tables import ReadingTable

TITLE = "Kept readings of columns"


class ReadingList(ListPage):
    """Every kept reading of the authorities in which a person imports."""

    model, table_class, filterset_class = ImportMapping, ReadingTable, ReadingFilter
    permission_required = "exchange.import_plan"
    page_title = TITLE
    purpose = "How the columns of tables are read. The latest is used for the same headings; any can be chosen."
    empty_message = "No reading of columns has been kept yet. It is kept where the columns of a file are checked."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Import", reverse("import-list")), (TITLE, "")]


class ReadingPage(ActionPage):
    """A kept reading: its name, to be changed, and the field of each column."""

    model, form_class = ImportMapping, forms.ReadingForm
    permission_required = "exchange.import_plan"
    template_name = "exchange/reading.html"
    purpose = "How the columns of one kind of table are read, and under which name."
    submit_label = "Save the name"
    success_message = "The name is saved."

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Import", reverse("import-list")), (TITLE, reverse("import-readings")), (str(self.object), "")]

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version, "name": self.object.name}

    def perform(self, form: forms.ReadingForm) -> ImportMapping:
        return rename_reading(self.object, name=form.cleaned_data["name"], seen=form.seen, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("import-readings")

    def get_cancel_url(self) -> str:
        return reverse("import-readings")

    def get_page_actions(self) -> list[PageAction]:
        return [("Drop this reading", reverse("import-reading-drop", args=[self.object.pk]), "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.conflict is not None:
            context["form"].has_now_seen(self.conflict)
        return {**context, "columns": columns_in_words(self.object)}


class DropReading(ActionPage):
    """Dropping a kept reading."""

    model, form_class = ImportMapping, forms.NothingToSay
    permission_required = "exchange.import_plan"
    template_name = "pages/confirm.html"
    page_title = "Drop a reading"
    submit_label = "Drop it"
    success_message = "The reading is dropped. What was imported by it stays."

    def get_purpose(self) -> str:
        return f"“{self.object}” is used for no file any more. What was imported by it stays."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Import", reverse("import-list")), (TITLE, reverse("import-readings")), (str(self.object), "")]

    def perform(self, form: forms.NothingToSay) -> None:
        drop_reading(self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("import-readings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "submit_kind": "warning"}
