from django.urls import path

from reviews import views

urlpatterns = [path("<reference:reference>/life/", views.life, name="life")]
