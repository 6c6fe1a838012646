from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Agreements"

    def ready(self) -> None:
        from agreements import law_in_use, places_changing, policies_succession
        from parties.services import successions

        law_in_use.register()
        places_changing.register()
        successions.register_hold(policies_succession.can_undo_end)
