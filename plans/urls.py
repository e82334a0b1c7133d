"""Addresses of plans and their parts. The outline, the state and the periods of a plan are deliverables' pages."""

from django.urls import path
from django.urls.resolvers import URLPattern

from plans.views import marking, parts, pictures, plans, scales

urlpatterns: list[URLPattern] = [
    path("plans/", plans.PlanList.as_view(), name="plan-list"),
    path("plans/add/", plans.AddPlan.as_view(), name="plan-add"),
    path("plans/archived/", plans.ArchivedPlans.as_view(), name="plan-archived"),
    path("plans/<int:pk>/", plans.PlanPage.as_view(), name="plan"),
    path("plans/<int:pk>/words/", plans.PlanWords.as_view(), name="plan-words"),
    path("plans/<int:pk>/pictures/", pictures.PlanPictures.as_view(), name="plan-pictures"),
    path("plans/<int:pk>/pictures/<str:name>", pictures.PictureItself.as_view(), name="picture-file"),
    path("plans/<int:pk>/history/", plans.PlanHistory.as_view(), name="plan-history"),
    path("plans/<int:pk>/edit/", plans.ChangePlan.as_view(), name="plan-edit"),
    path("plans/<int:pk>/marking/", marking.MarkPlan.as_view(), name="plan-marking"),
    path("sections/<int:pk>/marking/", marking.MarkSection.as_view(), name="section-marking"),
    path("plans/<int:pk>/archive/", plans.ArchivePlan.as_view(), name="plan-archive"),
    path("plans/<int:pk>/restore/", plans.RestorePlan.as_view(), name="plan-restore"),
    path("plans/<int:pk>/scale/", scales.ChangeScale.as_view(), name="plan-scale"),
    path("plans/<int:pk>/scale/add/", scales.AddScale.as_view(), name="plan-scale-add"),
]

for kind in parts.KINDS:
    several = f"{kind.name}s" if not kind.name.endswith("y") else f"{kind.name[:-1]}ies"
    parent = "ambitions" if kind.parent_name == "ambition" else "plans"
    one = f"{several}/<int:pk>"
    adding = pictures.AddPicture if kind.name == "picture" else parts.AddPart
    urlpatterns += [
        path(f"{parent}/<int:pk>/{several}/add/", adding.as_view(kind=kind), name=f"{kind.name}-add"),
        path(f"{one}/edit/", parts.ChangePart.as_view(kind=kind), name=f"{kind.name}-edit"),
        path(f"{one}/archive/", parts.ArchivePart.as_view(kind=kind), name=f"{kind.name}-archive"),
        path(f"{one}/restore/", parts.RestorePart.as_view(kind=kind), name=f"{kind.name}-restore"),
        path(f"{one}/up/", parts.MovePart.as_view(kind=kind, up=True), name=f"{kind.name}-up"),
        path(f"{one}/down/", parts.MovePart.as_view(kind=kind, up=False), name=f"{kind.name}-down"),
    ]
