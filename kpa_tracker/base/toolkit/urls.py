from django.urls import path

from kpa_tracker.base.toolkit import views

urlpatterns = [path("", views.Gallery.as_view(), name="gallery")]
