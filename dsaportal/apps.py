from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dsaportal"
    verbose_name = "Portal"
