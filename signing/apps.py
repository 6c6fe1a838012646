from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "signing"
    verbose_name = "Signing"

    def ready(self) -> None:
        from agreements import changing, followers, known, listed, places
        from parties.policies import people
        from signing import again, following, places_papers, policies
        from signing.listing import SIGNING, signatures
        from signing.places import PLACES
        from signing.services.rounds import settling

        people.register_tie(policies.keeps_no_requests)

        listed.register_signing(SIGNING)
        known.register_signatures(signatures)
        followers.add(followers.Follower("signing", holds=following.holds, moved=following.moved))
        changing.register_joined(again.joined)
        changing.register_adopted(settling.seal_adopted)
        for place in (*PLACES, *places_papers.PLACES):
            places.add(place)
