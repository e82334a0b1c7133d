"""The page on which a record's protective marking is changed: each app has one for each of its marked records."""

from __future__ import annotations

from typing import Any, ClassVar

from kpa_tracker.base.audit.edits import LOWER
from kpa_tracker.base.audit.marking import mark, offered
from kpa_tracker.base.toolkit.editing import MarkingForm
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb


class MarkingPage(ActionPage):
    """Marking a record higher, or, where the person may, lower for a reason."""

    action: ClassVar[Any] = staticmethod(mark)
    form_class = MarkingForm
    template_name = "pages/marking.html"
    page_title = "Change the protective marking"
    submit_label = "Save the marking"
    success_message = "The marking is saved."

    def get_purpose(self) -> str:
        return f"How “{self.object}” is to be protected, on every page and in every file that it stands in."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [(str(self.object), self.get_cancel_url()), (self.page_title, "")]

    def may_lower(self) -> bool:
        return bool(self.request.user.has_perm(LOWER, self.object))

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = {**super().get_form_kwargs(), "instance": self.object}
        return {**kwargs, "offered": offered(self.object, lower=self.may_lower())}

    def perform(self, form: MarkingForm) -> Any:
        asked, by = form.cleaned_data, self.request.user
        return self.action(self.object, to=asked["marking"], reason=asked["reason"], seen=form.seen, by=by)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_lower=self.may_lower(), **kwargs)
