"""Where reviewers agree first: a party's reviewer lets its signatory be asked."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from foundation import doors
from foundation.verdicts import Verdict
from signing.models import Request, Round
from signing.services import rounds
from signing.views import shared

_STOPPED = "There is nothing for you to agree to"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def clear(request: HttpRequest, reference: str) -> HttpResponse:
    agreement, person = shared.agreement(request, reference), shared.person(request)
    waiting = Request.objects.to_clear_by(person).filter(round__version__agreement=agreement).with_round()
    rows = list(waiting.order_by("pk"))
    if request.method == "POST":
        asked = next((row for row in rows if str(row.pk) == request.POST.get("request")), None)
        if asked is None:
            return shared.stopped(request, agreement, _why(agreement), _STOPPED)
        agreed = f"You agree. {asked.organisation.name} is asked to sign as soon as its turn has come."
        doors.perform(request, lambda: rounds.clear(request=asked, by=person, at=timezone.now()), agreed)
        return redirect("signing:clear" if len(rows) > 1 else "signing:progress", reference)
    if not rows:
        return shared.stopped(request, agreement, _why(agreement), _STOPPED)
    context = shared.frame(request, agreement, rows=rows, round=rows[0].round, version=rows[0].round.version)
    return render(request, "signing/progress_clear.html", context)


def _why(agreement: object) -> Verdict:
    """Either it was done already, or nobody of the person's organisations is waited for."""
    done = Round.objects.latest_of(agreement)  # type: ignore[arg-type]
    if done is not None and done.reviewed_first:
        return Verdict.no("Your organisation’s reviewer has agreed already, or nobody waits for one now.")
    return Verdict.no("Nobody waits for your organisation’s reviewer.")
