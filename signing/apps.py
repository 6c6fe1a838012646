from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "signing"
    verbose_name = "Signing"

    def ready(self) -> None:
        from agreements import known, listed, places
        from parties.policies import people
        from signing import places_papers, policies
        from signing.listing import SIGNING, signatures
        from signing.places import PLACES

        people.register_tie(policies.keeps_no_requests)

        listed.register_signing(SIGNING)
        known.register_signatures(signatures)
        for place in (*PLACES, *places_papers.PLACES):
            places.add(place)
