"""The addresses that anybody may open. Each stays for ever: other sites link to them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter

from kpa_tracker.interfaces.publication.site import answers, changes, feeds, files, fronts, plans


class Number:
    """A number from 1 as people write it."""

    regex = "[1-9][0-9]{0,8}"
    to_python = int
    to_url = str


class FileName:
    """The name of a file, which has a dot."""

    regex = r"[A-Za-z0-9_-][A-Za-z0-9._-]*\.[A-Za-z0-9]+"
    to_python = to_url = str


register_converter(Number, "number")
register_converter(FileName, "file")

OF_A_PLAN = [
    path("", plans.Overview.as_view(), name="public-plan"),
    path("ambitions/<number:of>/", plans.AmbitionPage.as_view(), name="public-ambition"),
    path("targets/", plans.TargetsPage.as_view(), name="public-targets"),
    path("risks/", plans.RisksPage.as_view(), name="public-risks"),
    path("text/<slug:anchor>/", plans.TextPage.as_view(), name="public-text"),
    path("glossary/", plans.GlossaryPage.as_view(), name="public-glossary"),
    path("changes/", changes.ChangesPage.as_view(), name="public-changes"),
    path("data/", plans.DataPage.as_view(), name="public-data"),
    path("print/", plans.WholePage.as_view(), name="public-print"),
]

OF_ALL: list[URLPattern | URLResolver] = [
    path("", fronts.Front.as_view(), name="public"),
    path("sitemap.xml", fronts.SiteMap.as_view(), name="public-sitemap"),
    path("<slug:authority>/", fronts.AuthorityPage.as_view(), name="public-authority"),
    path("<slug:authority>/accessibility/", fronts.Statement.as_view(), name="public-accessibility"),
    path("<slug:authority>/feed.atom", feeds.AuthorityFeed.as_view(), name="public-feed"),
    path("<slug:authority>/<slug:plan>/feed.atom", feeds.PlanFeed.as_view(), name="public-plan-feed"),
    path("<slug:authority>/<slug:plan>/publications/", fronts.Editions.as_view(), name="public-editions"),
    path("<slug:authority>/<slug:plan>/", include(OF_A_PLAN)),
    path("<slug:authority>/<slug:plan>/<number:number>/", include(OF_A_PLAN)),
    path("<slug:authority>/<slug:plan>/<number:number>/since/", changes.SincePage.as_view(), name="public-since"),
    path("<slug:authority>/<slug:plan>/<number:number>/<file:name>", files.File.as_view(), name="public-file"),
    re_path(r"^[\s\S]*$", answers.Nothing.as_view(), name="public-nothing"),
]

urlpatterns = [
    path("robots.txt", fronts.Robots.as_view(), name="public-robots"),
    path("public/", include(OF_ALL)),
]
