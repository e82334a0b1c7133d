"""Filling the grid of one's own measures from a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.uploads import safe_name
from kpa_tracker.interfaces.exchange.actions.measures.filling import fill, read_file
from kpa_tracker.interfaces.exchange.forms.plans import READ_AT_MOST
from targets.views.entry import MyMeasures


class FillMyMeasures(MyMeasures):
    """The grid with the figures of a file in its boxes, to be looked at and saved. What cannot be read leads back."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = request.FILES.get("file")
        if file is None:
            return self.back("Choose a file first.")
        name, grids = safe_name(file.name or "") or "file", self.grids()
        try:
            filled = fill(grids, read_file(name=name, content=file.read(READ_AT_MOST)), name=name)
        except Refused as refused:
            return self.back(refused.message)
        return self.render_to_response(self.get_context_data(grids=grids, filled=filled))

    def back(self, why: str) -> HttpResponse:
        messages.warning(self.request, f"The boxes were not filled. {why}")
        return redirect(f"{reverse('my-measures')}?{self.asked}")
