from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dsaportal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from reviews import approvals
        from signing import opinions

        opinions.register(approvals.of_version)
