from django.urls import path
from django.urls.resolvers import URLPattern

from kpa_tracker.interfaces.publication.views import plans, registers

urlpatterns: list[URLPattern] = [
    path("plans/<int:pk>/", plans.PlanDocument.as_view(), name="plan-document"),
    path("plans/<int:pk>/public/", plans.PlanDocument.as_view(is_public=True), name="plan-document-public"),
    path("plans/<int:pk>/working.pdf", plans.PlanPdf.as_view(), name="plan-pdf"),
    path("plans/<int:pk>/public.pdf", plans.PlanPdf.as_view(is_public=True), name="plan-pdf-public"),
    path("plans/<int:pk>/performance/", plans.PerformanceReport.as_view(), name="performance-report"),
    path("plans/<int:pk>/performance.pdf", plans.PerformancePdf.as_view(), name="performance-pdf"),
    path("registers/<int:pk>/", registers.RegisterDocument.as_view(), name="register-document"),
    path(
        "registers/<int:pk>/public/",
        registers.RegisterDocument.as_view(is_public=True),
        name="register-document-public",
    ),
    path("registers/<int:pk>/internal.pdf", registers.RegisterPdf.as_view(), name="register-pdf"),
    path("registers/<int:pk>/public.pdf", registers.RegisterPdf.as_view(is_public=True), name="register-pdf-public"),
]
