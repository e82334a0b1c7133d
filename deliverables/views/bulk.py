"""Changing several deliverables at once: choose, look at what exactly would happen, confirm."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from deliverables.actions.bulk import MOST, change_several, preview
from deliverables.filters import DeliverableFilter
from deliverables.forms.bulk import BulkForm
from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.several import SeveralPage


class ChangeSeveral(SeveralPage):
    """One change to the chosen rows of the list, with a preview and a reason."""

    several, filterset_class, most = Deliverable, DeliverableFilter, MOST
    list_name, list_title = "deliverable-list", "Deliverables"
    permission_required = "deliverables.change_deliverable"
    form_class = BulkForm
    template_name = "deliverables/bulk.html"
    page_title = "Change several deliverables"
    purpose = "Make one change to all of the rows that you chose. You see what exactly would happen before it does."
    submit_label = "Show what would change"

    def get_form_kwargs(self) -> dict[str, Any]:
        authority = self.chosen[0].authority_id if self.chosen else None
        return {**super().get_form_kwargs(), "authority": authority}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the preview again, as things now stand, where it was the last step that was refused."""
        again = self.previewed(form) if "confirm" in self.request.POST and form.says_what else {}
        return self.render_to_response(self.get_context_data(form=form, **again), status=422)

    def previewed(self, form: Any) -> dict[str, Any]:
        """Return what would change, line by line."""
        lines = preview(self.chosen, kind=form.cleaned_data["kind"], to=form.to)
        return {"lines": lines, "changing": sum(line.differs for line in lines)}

    def perform(self, form: Any) -> Any:
        said = form.cleaned_data
        done = change_several(
            self.chosen, kind=said["kind"], to=form.to, seen=said["seen"], reason=said["reason"], by=self.request.user
        )
        self.success_message = f"{len(done)} of {len(self.chosen)} deliverables changed."
