"""The account pages with the least of a house around them: upper floors are doors with a name on."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from accounts import freshness, invited
from accounts.models import Confirmation
from accounts.services import confirmations
from foundation.verdicts import Refused


def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    return HttpResponse("A page")


def offer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Offer for {invited.current(request, timezone.now()).email}")


@freshness.fresh_factor_required
def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Guarded page")


def sign(request: HttpRequest, what: str) -> HttpResponse:
    """As signing does it: the proof is asked for one thing, used for it, and used up."""
    purpose = f"sign:{what}"
    found = freshness.fresh_evidence(request, purpose=purpose)
    if request.method == "POST":
        if found is None:
            raise Refused(["Confirm that it is you"])
        proof = Confirmation.objects.get(pk=found.confirmation)
        used = confirmations.use(confirmation=proof, at=timezone.now())
        return HttpResponse(f"Signed {what} with {used.method}")
    return HttpResponse("Ready to sign") if found else freshness.bind(request, purpose)


_parties = [
    path("", page, name="directory"),
    path("switch/", page, name="switch"),
    path("invitation/", offer, name="invitation"),
]

urlpatterns = [
    path("", include("dsaportal.urls_pages")),
    path("home/", page, name="home"),
    path("ops/", page, name="operations"),
    path("guarded/", guarded),
    path("sign/<slug:what>/", sign),
    path("agreements/", include(([path("", page, name="list")], "agreements"))),
    path("reviews/", include(([path("", page, name="list")], "reviews"))),
    path("verify/", include(([path("", page, name="check")], "verify"))),
    path("law/", include(([path("", page, name="catalogue")], "lawfulbasis"))),
    path("organisations/", include((_parties, "parties"))),
    path("account/", include("accounts.urls")),
    path("dev/", include("accounts.urls_dev")),
    path("", include("notices.urls")),
]

handler400 = "dsaportal.views.pages.bad_request"
handler403 = "dsaportal.views.pages.forbidden"
handler404 = "dsaportal.views.pages.not_found"
handler500 = "dsaportal.views.pages.server_error"
