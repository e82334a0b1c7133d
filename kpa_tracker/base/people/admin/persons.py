"""People, their passwords and their appointments in the admin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from kpa_tracker.base.people import actions
from kpa_tracker.base.people.admin.forms import (
    Asked,
    DeactivateForm,
    EraseForm,
    NewPersonForm,
    PasswordForm,
    PressedForm,
)
from kpa_tracker.base.people.admin.posts import APPOINTED
from kpa_tracker.base.people.factors import reset_second_factor
from kpa_tracker.base.people.models import Appointment, Person
from kpa_tracker.base.people.personal import erase_person
from kpa_tracker.base.toolkit.admin import PartTabularInline, RecordAdmin, RecordAdminForm, Verbs
from kpa_tracker.base.toolkit.errors import Refused


@dataclass(frozen=True)
class Question:
    """A page beside a person's: what is asked, what it leads to, and the button that does it."""

    form_class: type[Asked]
    title: str
    told: str
    button: str


PASSWORD = Question(
    PasswordForm, "Set a password", "They are signed out everywhere and sign in with the new one.", "Set the password"
)
DEACTIVATE = Question(
    DeactivateForm,
    "Deactivate",
    "They can no longer sign in, and their appointments end today. What they did stays under their name.",
    "Deactivate",
)
REACTIVATE = Question(
    PressedForm,
    "Let sign in again",
    "Their old appointments stay ended: give them a post afterwards.",
    "Let sign in again",
)
RESET = Question(
    PressedForm,
    "Reset the second factor",
    "Make sure that it is really them who ask, in person or by a telephone number that you know. Their app, keys and "
    "recovery codes stop working, they are signed out everywhere, and set up a new one when they next sign in.",
    "Reset it",
)


ERASE = Question(
    EraseForm,
    "Take the name out",
    "They become “Former post holder” with their last post, on every page and in the whole history. What they did "
    "stays. Their address, mails, tokens, kept lists, sessions and second factor are deleted. It is for leavers alone, "
    "and for good.",
    "Take the name out for good",
)


class AppointmentFormSet(forms.BaseInlineFormSet):
    """The posts of a person. Somebody without any would be found by nobody again."""

    def clean(self) -> None:
        super().clean()
        if self.instance.pk is None and not any(form.has_changed() for form in self.forms):
            raise forms.ValidationError("Give this person a post: what they may see and do comes from it.")


class AppointmentInline(PartTabularInline):
    """The posts that a person holds or held, and the roles by them."""

    model = Appointment
    formset = AppointmentFormSet
    verbs = APPOINTED
    fields = ("post", "role", "starts_on", "ends_on")
    autocomplete_fields = ("post",)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 1


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    """People who sign in. A leaver is deactivated, never deleted: what they did stays under their name."""

    verbs = Verbs(change=actions.amend_person)
    list_display = ("name", "email", "is_active", "last_login")
    list_filter = ("is_active", "appointments__role")
    search_fields = ("name", "email")
    readonly_fields = ("is_active", "last_login")
    fields = ("name", "email", "is_active", "last_login")
    ordering = ("name",)
    inlines = (AppointmentInline,)
    change_form_template = "admin/people/person/change_form.html"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else ("name", "email", "password_1", "password_2")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return super().get_readonly_fields(request, obj) if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs.setdefault("form", RecordAdminForm if obj else NewPersonForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def perform_create(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        password = form.cleaned_data["password_1"] or None
        actions.create_person(form.instance, password=password, by=request.user)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse to narrow the list by a column that is not shown: what a password is kept as could be asked for
        letter by letter."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    # --- The pages beside ---------------------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        pages = (
            *(("password", self.set_password), ("second_factor", self.reset_second_factor)),
            *(("deactivate", self.deactivate), ("reactivate", self.reactivate)),
            ("erase", self.erase),
        )
        wrap = self.admin_site.admin_view
        own = [path(f"<int:pk>/{name}/", wrap(view), name=f"people_person_{name}") for name, view in pages]
        return [*own, *super().get_urls()]

    def set_password(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(person: Person, form: Any) -> str:
            actions.set_password(person, password=form.cleaned_data["password_1"], by=request.user)
            return "The password is set. Tell it to them in person or by telephone; they can change it themselves."

        return self.ask(request, pk, PASSWORD, act)

    def reset_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(person: Person, form: Any) -> str:
            reset_second_factor(person, by=request.user)
            return f"{person} has no second factor any more, and is signed out everywhere."

        return self.ask(request, pk, RESET, act)

    def deactivate(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(person: Person, form: Any) -> str:
            knowing = form.cleaned_data.get("knowing", False)
            actions.deactivate(person, seen=person.version, knowing=knowing, by=request.user)
            return f"{person} can no longer sign in, and their appointments end today."

        return self.ask(request, pk, DEACTIVATE, act)

    def reactivate(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(person: Person, form: Any) -> str:
            actions.reactivate(person, seen=person.version, by=request.user)
            return f"{person} can sign in again. Appoint them to a post below."

        return self.ask(request, pk, REACTIVATE, act)

    def erase(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(person: Person, form: Any) -> str:
            done = erase_person(person, reason=form.cleaned_data["reason"], by=request.user)
            left = ", ".join(f"{kind} ({number})" for kind, number in done.left)
            still = f" Their name still stands in texts that people wrote: {left}. Look at them." if left else ""
            return f"They are “{done.name}” from now on.{still}"

        return self.ask(request, pk, ERASE, act)

    def ask(self, request: HttpRequest, pk: int, question: Question, act: Callable[..., str]) -> HttpResponse:
        """Show a question about a person, act on its answer, and go back to the person's page."""
        person = self.get_object(request, str(pk))
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        form = question.form_class(sent, person=person, by=request.user)
        if form.is_bound and form.is_valid():
            try:
                messages.success(request, act(person, form))
                return redirect(reverse("admin:people_person_change", args=[pk]))
            except Refused as refused:
                form.refused(refused)
        about = {"title": f"{question.title}: {person}", "question": question, "form": form, "person": person}
        context = {**self.admin_site.each_context(request), **about, "opts": self.opts}
        return TemplateResponse(request, "admin/people/person/ask.html", context)


@admin.register(Appointment)
class AppointmentAdmin(RecordAdmin):
    """Who holds which post, from when to when, in which role."""

    verbs = APPOINTED
    set_once = ("person", "post")
    list_display = ("person", "post", "role", "starts_on", "ends_on")
    list_filter = ("role", ("post__authority", admin.RelatedOnlyFieldListFilter), "starts_on")
    list_select_related = ("person", "post")
    search_fields = ("person__name", "person__email", "post__title")
    autocomplete_fields = ("person", "post")
    fields = ("person", "post", "role", "starts_on", "ends_on")
    ordering = ("-starts_on",)
