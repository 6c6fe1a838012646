"""Included by the roof under /dev/."""

from django.urls import path

from accounts.views import dev

urlpatterns = [path("people/", dev.people, name="dev_people")]
