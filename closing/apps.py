from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "closing"
    verbose_name = "Leaving and ending"

    def ready(self) -> None:
        from closing import registering

        registering.register()
