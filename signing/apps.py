from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "signing"
    verbose_name = "Signing"

    def ready(self) -> None:
        from agreements import listed, places
        from parties.policies import people
        from signing import policies
        from signing.listing import SIGNING
        from signing.places import PLACES

        people.register_tie(policies.keeps_no_requests)

        listed.register_signing(SIGNING)
        for place in PLACES:
            places.add(place)
