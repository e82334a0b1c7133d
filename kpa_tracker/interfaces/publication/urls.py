from django.urls import path
from django.urls.resolvers import URLPattern

from kpa_tracker.interfaces.publication import views

urlpatterns: list[URLPattern] = [
    path("plans/<int:pk>/", views.PlanDocument.as_view(), name="plan-document"),
    path("plans/<int:pk>/public/", views.PlanDocument.as_view(is_public=True), name="plan-document-public"),
    path("plans/<int:pk>/working.pdf", views.PlanPdf.as_view(), name="plan-pdf"),
    path("plans/<int:pk>/public.pdf", views.PlanPdf.as_view(is_public=True), name="plan-pdf-public"),
    path("plans/<int:pk>/performance/", views.PerformanceReport.as_view(), name="performance-report"),
    path("plans/<int:pk>/performance.pdf", views.PerformancePdf.as_view(), name="performance-pdf"),
]
