"""The list of deliverables: where every number on the dashboards leads."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from deliverables.filters import DeliverableFilter, PastFilter
from deliverables.models import Deliverable
from deliverables.tables import DeliverableTable, PastTable
from kpa_tracker.base.toolkit.asof import ListedAsOf
from kpa_tracker.base.toolkit.pages import ListPage, visible
from plans.models import Plan


class DeliverableList(ListedAsOf, ListPage):
    """All deliverables that the person may see, narrowed, sorted, taken away, or chosen to be changed together."""

    model = Deliverable
    table_class = DeliverableTable
    filterset_class = DeliverableFilter
    past_table_class, past_filterset_class = PastTable, PastFilter
    template_name = "deliverables/deliverable_list.html"
    permission_required = "deliverables.view_deliverable"
    page_title = "Deliverables"
    purpose = "Find any promise of any plan: narrow the list, sort it, keep it as a view of your own or take it away."
    empty_message = "No plan that you may see has deliverables yet. A plan's editor adds or imports them."

    def get_table_kwargs(self) -> dict[str, Any]:
        left_out = [name for name, is_shown in self.sometimes_shown().items() if not is_shown]
        kwargs = super().get_table_kwargs()
        return {**kwargs, "exclude": (*left_out, *kwargs["exclude"])}

    def sometimes_shown(self) -> dict[str, bool]:
        """The ticks are for those who may change something, the plan's name for lists of several plans."""
        one_plan = self.request.GET.get("plan") or visible(Plan, self.request.user).current().count() < 2
        return {"row": self.may_change(), "plan": not one_plan}

    def may_change(self) -> bool:
        """Nothing is changed in the past."""
        return not self.as_of.asked and bool(self.request.user.has_perm("deliverables.change_deliverable"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        how_url = f"{reverse('how-figures')}#overdue"
        context.update(may_change=self.may_change(), bulk_url=reverse("deliverable-bulk"), how_url=how_url)
        return context
