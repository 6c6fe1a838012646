from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "signing"
    verbose_name = "Signing"

    def ready(self) -> None:
        from agreements import places
        from signing.places import PLACES

        for place in PLACES:
            places.add(place)
