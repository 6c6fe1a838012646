from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "signing"
    verbose_name = "Signing"

    def ready(self) -> None:
        from agreements import places
        from parties.policies import people
        from signing import policies
        from signing.places import PLACES

        people.register_tie(policies.keeps_no_requests)

        for place in PLACES:
            places.add(place)
