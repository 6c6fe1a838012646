"""Saying what happened to one party's data: the form, a look at what was typed, and only then the record."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.models import Agreement
from agreements.views import shared
from closing import accounting
from closing import policies_disposal as policies
from closing.accounting import Account, Row
from closing.disposal import Fate
from closing.forms_disposal import OutcomeForm
from closing.models import Disposal, Outcome
from closing.services import disposal as services
from closing.services import letters_disposal as letters
from closing.services.disposal import Said
from closing.views.disposal import certified, upload
from foundation import doors, frontdoor
from foundation.templatetags.ui import uk_date
from foundation.verdicts import Verdict
from parties.models import Organisation


@frontdoor.tells_repeated
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    if frontdoor.has_repeats(request, {"rows"}):
        return frontdoor.failure(request, 400)
    agreement = shared.find(request, reference)
    account = accounting.one(_newest(agreement, party))
    verdict = _verdict(request, account)
    if not verdict or not account.rows:
        return _page(request, agreement, account, verdict, None, status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        asks = account.is_open or "again" in request.GET
        return _page(request, agreement, account, verdict, _form(request, account) if asks else None)
    form = upload.kept(_form(request, account), _keeper(request, account), shared.person(request))
    step = request.POST.get("step", "")
    if not form.is_valid() or step == "change":
        return _page(request, agreement, account, verdict, form, status=422 if form.errors else 200)
    if step != "confirm":
        return _checked(request, agreement, account, form)
    if doors.attempt(form, lambda: _confirmed(request, account, form)) is None:
        return _page(request, agreement, accounting.one(account.disposal), verdict, form, status=409)
    messages.success(request, "Recorded. Every party can read it.")
    return redirect("closing:confirm_disposal", reference, party)


def _newest(agreement: Agreement, slug: str) -> Disposal:
    """A party that left, joined again and left once more is asked each time; the last time counts."""
    rows = Disposal.objects.filter(agreement=agreement, organisation__slug=slug)
    found: Disposal | None = rows.select_related("organisation", "agreement__lead").order_by("-pk").first()
    if found is None:
        raise Http404(slug)
    return found


def _speaks(request: HttpRequest, account: Account) -> bool:
    return bool(policies.can_confirm(shared.person(request), account.disposal))


def _verdict(request: HttpRequest, account: Account) -> Verdict:
    """The party says it itself; where it has nobody here, whoever leads the agreement says what is known."""
    own = policies.can_confirm(shared.person(request), account.disposal)
    instead = policies.can_record_instead(shared.person(request), account.disposal)
    return instead if instead and not own else own


def _keeper(request: HttpRequest, account: Account) -> Organisation:
    """Whose the uploaded file is."""
    disposal = account.disposal
    keeper: Organisation = disposal.organisation if _speaks(request, account) else disposal.agreement.lead
    return keeper


def _form(request: HttpRequest, account: Account) -> OutcomeForm:
    return OutcomeForm(
        *((request.POST.copy(), request.FILES) if request.method == "POST" else ()),
        account=account,
        organisation=_keeper(request, account).pk,
        sender=shared.person(request).pk,
        today=shared.today(),
        instead=not _speaks(request, account),
    )


def _confirmed(request: HttpRequest, account: Account, form: OutcomeForm) -> list[Outcome]:
    act: dict[str, Any] = {
        "disposal": account.disposal,
        "holdings": form.chosen,
        "said": _said(form),
        "seen": upload.number(request.POST.get("seen")),
        "by": shared.person(request),
        "at": shared.now(),
    }
    if _speaks(request, account):
        return services.confirm(**act)
    return services.record_instead(**act, because=form.cleaned_data["because"])


def _said(form: OutcomeForm) -> Said:
    found = form.cleaned_data
    return Said(
        fate=Fate(found["fate"]),
        on=found["on"],
        method=found["method"],
        basis=found["basis"],
        review_on=found["review_on"],
        evidence=found["evidence"],
        file=form.kept,
    )


def _checked(request: HttpRequest, agreement: Agreement, account: Account, form: OutcomeForm) -> HttpResponse:
    said, disposal = _said(form), account.disposal
    early = said.on < disposal.from_on
    context = shared.frame(
        request,
        agreement,
        "closing:disposal",
        account=account,
        rows=list(_answers(account, form, said)),
        typed=upload.hidden(form),
        instead=not _speaks(request, account),
        early=f"This was before sharing ended on {uk_date(disposal.from_on)}." if early else "",
        cancel=_here(agreement, account),
    )
    return render(request, "closing/disposal/check.html", context)


def _answers(account: Account, form: OutcomeForm, said: Said) -> Iterator[dict[str, Any]]:
    chosen = set(form.chosen)
    yield {"key": "Data", "value": {"lines": [row.holding.data for row in account.rows if row.holding.pk in chosen]}}
    if because := form.cleaned_data.get("because"):
        yield {"key": "Why the party cannot answer itself", "value": because}
    yield {"key": "What happened", "value": said.fate.label}
    yield {"key": "Decided on" if said.fate == Fate.KEPT else "Done on", "value": uk_date(said.on)}
    if said.fate == Fate.KEPT:
        yield {"key": "Lawful basis", "value": said.basis}
        yield {"key": "Looked at again", "value": uk_date(said.review_on)}
    if said.method:
        yield {"key": "What is known" if said.fate == Fate.UNKNOWN else "How", "value": said.method}
    yield {"key": "What shows it", "value": said.evidence or "Nothing entered"}
    yield {"key": "File", "value": said.file.name if said.file else "No file"}


def _page(
    request: HttpRequest,
    agreement: Agreement,
    account: Account,
    verdict: Verdict,
    form: OutcomeForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    if form is not None and form.is_bound and form.has_virus:
        letters.report_virus(disposal=account.disposal, by=shared.person(request), at=shared.now())
    today = shared.today()
    state, colour = account.state(today)
    context = shared.frame(
        request,
        agreement,
        "closing:disposal",
        account=account,
        today=today,
        state=state,
        colour=colour,
        cards=[_card(agreement, row, today) for row in account.rows],
        verdict=verdict,
        form=form,
        instead=bool(verdict) and not _speaks(request, account),
        certificates=certified.of(agreement, account.disposal),
        kept=form.kept if form is not None and form.is_bound else None,
        seen=account.newest,
        correct="" if form or not verdict or account.is_open else f"{_here(agreement, account)}?again=1",
    )
    return render(request, "closing/disposal/party.html", context, status=status)


def _here(agreement: Agreement, account: Account) -> str:
    return reverse("closing:confirm_disposal", args=[agreement.reference, account.disposal.organisation.slug])


def _card(agreement: Agreement, row: Row, today: dt.date) -> dict[str, Any]:
    rows: list[dict[str, Any]] = [{"key": "The agreement says", "value": row.holding.rule or "Nothing of this data"}]
    if row.last is None:
        rows.append({"key": "What happened", "value": "Not confirmed yet"})
    else:
        rows += _told(agreement, row.last)
    if earlier := row.outcomes[:-1]:
        said = [
            f"{one.get_fate_display()}, {uk_date(one.on)} ({one.by.full_name}, {uk_date(one.at)})" for one in earlier
        ]
        rows.append({"key": "Said before", "value": {"lines": said}})
    return {"title": row.holding.data, "rows": rows}


def _told(agreement: Agreement, outcome: Outcome) -> Iterator[dict[str, Any]]:
    yield {"key": "What happened", "value": f"{outcome.get_fate_display()}, {uk_date(outcome.on)}"}
    if outcome.basis:
        yield {"key": "Lawful basis", "value": outcome.basis}
    if outcome.review_on:
        yield {"key": "Looked at again", "value": uk_date(outcome.review_on)}
    if outcome.method:
        yield {"key": "What is known" if outcome.fate == Fate.UNKNOWN else "How", "value": outcome.method}
    if outcome.evidence:
        yield {"key": "What shows it", "value": outcome.evidence}
    if outcome.file:
        href = reverse("closing:disposal_evidence", args=[agreement.reference, outcome.file.token])
        yield {"key": "File", "value": {"text": outcome.file.name, "href": href}}
    if outcome.instead_because:
        yield {"key": "Why not by the party", "value": outcome.instead_because}
    who = f"Recorded for {agreement.lead.name} by" if outcome.instead_because else "Confirmed by"
    yield {"key": who, "value": f"{outcome.by.full_name}, {uk_date(outcome.at)}"}
