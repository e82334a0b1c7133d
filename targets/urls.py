"""Addresses of measures, targets and results."""

from django.urls import path
from django.urls.resolvers import URLPattern

from targets.views import (
    entry,
    goals,
    inspections,
    lists,
    marking,
    measures,
    parts,
    recommendations,
    records,
    results,
    scorecards,
    targets,
    yardsticks,
    years,
)

urlpatterns: list[URLPattern] = [
    path("measures/", measures.MeasureList.as_view(), name="measure-list"),
    path("measures/archived/", measures.ArchivedMeasureList.as_view(), name="measure-archived"),
    path("measures/add/", measures.AddMeasure.as_view(), name="measure-add"),
    path("measures/lists/", lists.MeasureLists.as_view(), name="measure-lists"),
    path("measures/years/", years.MeasureYears.as_view(), name="measure-years"),
    path("measures/mine/", entry.MyMeasures.as_view(), name="my-measures"),
    path("measures/<int:pk>/", records.MeasurePage.as_view(), name="measure"),
    path("measures/<int:pk>/history/", records.MeasureHistory.as_view(), name="measure-history"),
    path("plans/<int:pk>/scorecard/", scorecards.PlanScorecard.as_view(), name="plan-scorecard"),
    path("committees/<int:pk>/scorecard/", scorecards.CommitteeScorecard.as_view(), name="committee-scorecard"),
    path("series/<int:pk>/results/add/", results.RecordResult.as_view(), name="result-record"),
    path("results/<int:pk>/correct/", results.CorrectResult.as_view(), name="result-correct"),
    path("results/<int:pk>/judge/", results.JudgeResult.as_view(), name="result-judge"),
    path("measures/<int:pk>/change/", measures.ChangeMeasure.as_view(), name="measure-edit"),
    path("measures/<int:pk>/marking/", marking.MarkMeasure.as_view(), name="measure-marking"),
    path("measures/<int:pk>/archive/", measures.ArchiveMeasure.as_view(), name="measure-archive"),
    path("measures/<int:pk>/restore/", measures.RestoreMeasure.as_view(), name="measure-restore"),
    path("measures/<int:pk>/up/", parts.MovePart.as_view(kind=parts.MEASURE, up=True), name="measure-up"),
    path("measures/<int:pk>/down/", parts.MovePart.as_view(kind=parts.MEASURE, up=False), name="measure-down"),
    path("measures/series/<int:pk>/comparators/", lists.SeriesComparators.as_view(), name="series-comparators"),
    path("plans/<int:pk>/targets/", goals.PlanTargets.as_view(), name="plan-targets"),
    path("plans/<int:pk>/targets/add/", targets.ChooseSeries.as_view(), name="target-add"),
    path("plans/<int:pk>/targets/add/<int:series>/", targets.AddTarget.as_view(), name="target-add-for"),
    path("plans/targets/<int:pk>/change/", targets.ChangeTarget.as_view(), name="target-edit"),
    path("plans/targets/<int:pk>/tolerance/", yardsticks.SetTolerance.as_view(), name="target-tolerance"),
    path("plans/targets/<int:pk>/profile/", yardsticks.SetProfile.as_view(), name="target-profile"),
]

ABOVE = {
    "authority": "measures/",
    "plan": "plans/<int:pk>/",
    "measure": "measures/<int:pk>/",
    "series": "measures/series/<int:pk>/",
}

for kind in parts.KINDS:
    one = f"{'plans' if kind.parent_name == 'plan' else 'measures'}/{kind.name}/<int:pk>"
    if kind.form_class:
        urlpatterns.append(path(f"{one}/change/", parts.ChangePart.as_view(kind=kind), name=f"{kind.name}-edit"))
    if kind.form_class and not kind.is_added_elsewhere:
        address = f"{ABOVE[kind.parent_name]}{kind.name}/add/"
        urlpatterns.append(path(address, parts.AddPart.as_view(kind=kind), name=f"{kind.name}-add"))
    if kind.is_archivable:
        urlpatterns += [
            path(f"{one}/archive/", parts.ArchivePart.as_view(kind=kind), name=f"{kind.name}-archive"),
            path(f"{one}/restore/", parts.RestorePart.as_view(kind=kind), name=f"{kind.name}-restore"),
        ]
    if kind.has_order:
        urlpatterns += [
            path(f"{one}/up/", parts.MovePart.as_view(kind=kind, up=True), name=f"{kind.name}-up"),
            path(f"{one}/down/", parts.MovePart.as_view(kind=kind, up=False), name=f"{kind.name}-down"),
        ]

urlpatterns += [
    path("inspections/", inspections.InspectionList.as_view(), name="inspection-list"),
    path("inspections/add/", inspections.AddInspection.as_view(), name="inspection-add"),
    path("inspections/<int:pk>/", inspections.InspectionPage.as_view(), name="inspection"),
    path("inspections/<int:pk>/change/", inspections.ChangeInspection.as_view(), name="inspection-edit"),
    path("inspections/<int:pk>/archive/", inspections.ArchiveInspection.as_view(), name="inspection-archive"),
    path("inspections/<int:pk>/restore/", inspections.RestoreInspection.as_view(), name="inspection-restore"),
    path("inspections/<int:pk>/comments/", inspections.PublishComments.as_view(), name="inspection-comments"),
    path(
        "inspections/<int:pk>/comments/correct/",
        inspections.CorrectComments.as_view(),
        name="inspection-correct-comments",
    ),
    path("inspections/<int:pk>/judgements/add/", inspections.AddJudgement.as_view(), name="judgement-add"),
    path("inspections/judgements/<int:pk>/change/", inspections.ChangeJudgement.as_view(), name="judgement-edit"),
    path(
        "inspections/<int:pk>/recommendations/add/",
        recommendations.AddRecommendation.as_view(),
        name="recommendation-add",
    ),
    path("inspections/recommendations/", recommendations.RecommendationList.as_view(), name="recommendation-list"),
    path(
        "inspections/recommendations/archived/",
        recommendations.ArchivedRecommendations.as_view(),
        name="recommendation-archived",
    ),
    path("inspections/recommendations/<int:pk>/", recommendations.RecommendationPage.as_view(), name="recommendation"),
    path(
        "inspections/recommendations/<int:pk>/change/",
        recommendations.ChangeRecommendation.as_view(),
        name="recommendation-edit",
    ),
    path(
        "inspections/recommendations/<int:pk>/report/",
        recommendations.ReportOnRecommendation.as_view(),
        name="recommendation-report",
    ),
    path(
        "inspections/recommendations/<int:pk>/line/",
        recommendations.CorrectLine.as_view(),
        name="recommendation-correct-line",
    ),
    path(
        "inspections/recommendations/<int:pk>/marking/",
        marking.MarkRecommendation.as_view(),
        name="recommendation-marking",
    ),
    path(
        "inspections/recommendations/<int:pk>/archive/",
        recommendations.ArchiveRecommendation.as_view(),
        name="recommendation-archive",
    ),
    path(
        "inspections/recommendations/<int:pk>/restore/",
        recommendations.RestoreRecommendation.as_view(),
        name="recommendation-restore",
    ),
]

for name, step in recommendations.STEPS.items():
    view = recommendations.StepPage.as_view(step=step, permission_required=step.permission)
    urlpatterns.append(path(f"inspections/recommendations/<int:pk>/{name}/", view, name=f"recommendation-{name}"))
