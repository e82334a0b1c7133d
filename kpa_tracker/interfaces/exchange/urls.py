from django.urls import path

from kpa_tracker.interfaces.exchange.views import entry, measures, plans, registers

urlpatterns = [
    path("", plans.ImportList.as_view(), name="import-list"),
    path("measures/", measures.ImportMeasures.as_view(), name="import-measures"),
    path("measures/mine/", entry.FillMyMeasures.as_view(), name="import-my-results"),
    path("<int:pk>/measures/columns/", measures.MeasureColumns.as_view(), name="import-measures-columns"),
    path("<int:pk>/measures/headings/", measures.MeasureHeadings.as_view(), name="import-measures-headings"),
    path("<int:pk>/measures/owners/", measures.MeasureOwners.as_view(), name="import-measures-owners"),
    path("<int:pk>/measures/preview/", measures.PreviewMeasures.as_view(), name="import-measures-preview"),
    path("register/", registers.ImportRegister.as_view(), name="import-register"),
    path("<int:pk>/register/columns/", registers.RegisterColumns.as_view(), name="import-register-columns"),
    path("<int:pk>/register/headings/", registers.RegisterHeadings.as_view(), name="import-register-headings"),
    path("<int:pk>/register/names/", registers.RegisterNames.as_view(), name="import-register-names"),
    path("<int:pk>/register/preview/", registers.PreviewRegister.as_view(), name="import-register-preview"),
    path("<int:pk>/headings/", plans.NameHeadings.as_view(), name="import-headings"),
    path("<int:pk>/columns/", plans.MapColumns.as_view(), name="import-columns"),
    path("<int:pk>/questions/", plans.AnswerQuestions.as_view(), name="import-questions"),
    path("<int:pk>/preview/", plans.PreviewImport.as_view(), name="import-preview"),
    path("<int:pk>/throw-away/", plans.DiscardImport.as_view(), name="import-discard"),
    path("<int:pk>/", plans.ImportResult.as_view(), name="import-result"),
]
