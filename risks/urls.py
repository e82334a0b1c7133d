from django.urls import path

from risks.models import Action, Control
from risks.views import deciding, heat_map, marking, records, register, schemes, scoring, top, treating, whole


def parts(part: type, name: str) -> list:
    """Return the addresses of controls or of actions."""
    return [
        path(f"<int:pk>/{name}s/add/", treating.AddPart.as_view(part=part), name=f"risk-{name}-add"),
        path(f"{name}s/<int:pk>/", treating.ChangePart.as_view(part=part), name=f"risk-{name}-edit"),
        path(f"{name}s/<int:pk>/archive/", treating.ArchivePart.as_view(part=part), name=f"risk-{name}-archive"),
        path(f"{name}s/<int:pk>/restore/", treating.RestorePart.as_view(part=part), name=f"risk-{name}-restore"),
    ]


urlpatterns = [
    path("", register.RiskList.as_view(), name="risk-list"),
    path("archived/", register.ArchivedRiskList.as_view(), name="risk-archived"),
    path("add/", register.AddRisk.as_view(), name="risk-add"),
    path("review/", scoring.ReviewSeveral.as_view(), name="risk-review"),
    path("top/", top.TopRisks.as_view(), name="risk-top"),
    path("heat-map/", heat_map.HeatMap.as_view(), name="risk-heat-map"),
    path("ambitions/", whole.Whole.as_view(), name="risk-whole"),
    path("checks/", whole.StandingChecks.as_view(), name="risk-checks"),
    path("scoring/", schemes.SchemePage.as_view(), name="risk-scheme"),
    path("scoring/start/<int:pk>/", schemes.StartScheme.as_view(), name="risk-scheme-start"),
    path("scoring/<int:pk>/matrix/", schemes.ChangeMatrix.as_view(), name="risk-matrix"),
    path("scoring/<int:pk>/reviews/", schemes.ChangeMonths.as_view(), name="risk-months"),
    path("scoring/<int:pk>/steps/<slug:axis>/", schemes.ChangeSteps.as_view(), name="risk-steps"),
    path("categories/add/<int:pk>/", schemes.AddCategory.as_view(), name="risk-category-add"),
    path("categories/<int:pk>/", schemes.ChangeCategory.as_view(), name="risk-category-edit"),
    path("categories/<int:pk>/archive/", schemes.ArchiveCategory.as_view(), name="risk-category-archive"),
    path("categories/<int:pk>/restore/", schemes.RestoreCategory.as_view(), name="risk-category-restore"),
    path("categories/<int:pk>/up/", schemes.MoveCategory.as_view(up=True), name="risk-category-up"),
    path("categories/<int:pk>/down/", schemes.MoveCategory.as_view(up=False), name="risk-category-down"),
    *parts(Control, "control"),
    path("controls/<int:pk>/test/", treating.TestControl.as_view(), name="risk-control-test"),
    *parts(Action, "action"),
    path("actions/<int:pk>/report/", treating.ReportOnAction.as_view(), name="risk-action-report"),
    path("<int:pk>/", records.RiskPage.as_view(), name="risk"),
    path("<int:pk>/change/", register.ChangeRisk.as_view(), name="risk-edit"),
    path("<int:pk>/score/", scoring.AssessRisk.as_view(), name="risk-assess"),
    path("<int:pk>/status/", deciding.ChangeStatus.as_view(), name="risk-status"),
    path("<int:pk>/accept/", deciding.AcceptRisk.as_view(), name="risk-accept"),
    path("<int:pk>/accept/end/", deciding.EndAcceptance.as_view(), name="risk-unaccept"),
    path("<int:pk>/marking/", marking.MarkRisk.as_view(), name="risk-marking"),
    path("<int:pk>/archive/", register.ArchiveRisk.as_view(), name="risk-archive"),
    path("<int:pk>/restore/", register.RestoreRisk.as_view(), name="risk-restore"),
]
