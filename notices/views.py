"""Pages about messages: what one wants to hear, what one was told, and the mailbox of an installation without mail."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from foundation import doors, paging, text
from notices import kinds, letter, mailbox, services
from notices.choices import TAGS, DigestTime, State
from notices.forms import PreferencesForm
from notices.models import Notice

_PAGE = 25
_LARGEST_KEY = 2**63 - 1


@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    person = cast(User, request.user)
    initial = PreferencesForm.initial_from(services.choices_of(person), services.digest_time_of(person))
    form = PreferencesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = DigestTime(form.cleaned_data["time"])
        now = timezone.now()
        if doors.perform(
            request,
            lambda: services.choose(by=person, choices=form.choices(), time=chosen, at=now),
            "Your choices are saved.",
        ):
            return redirect("notices:preferences")
    status = 422 if form.errors else 200
    context = {"form": form, "groups": form.groups(), "fixed": kinds.always_told()}
    return render(request, "notices/pages/preferences.html", context, status=status)


@login_required
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """What the portal told this person."""
    rows = Notice.objects.addressed_to(cast(User, request.user)).select_related("digest").defer("text")
    return _listed(request, rows, "notices/pages/messages.html")


@login_required
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """How messages to others fare that concern the organisations which this person administers."""
    person = cast(User, request.user)
    rows = Notice.objects.visible_to(person).exclude(recipient=person).select_related("digest", "recipient")
    return _listed(request, rows.defer("text"), "notices/pages/organisations.html")


@login_required
@require_GET
def message(request: HttpRequest, pk: int) -> HttpResponse:
    if pk > _LARGEST_KEY:
        raise Http404
    mine = Notice.objects.addressed_to(cast(User, request.user)).select_related("digest")
    notice = get_object_or_404(mine, pk=pk)
    # Until it is sent, a secret's row still holds its words; a page is no place for them.
    words = "" if kinds.kind(notice.kind).is_secret else notice.text
    context = {"notice": notice, "tag": _tag(notice), "blocks": _blocks(words), "kind": kinds.kind(notice.kind)}
    return render(request, "notices/pages/message.html", context)


def _demonstration_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Everybody's mail in one place: only where all of it is pretended."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not (settings.EMBEDDED and settings.DEMO):
            raise Http404
        return view(request, *args, **options)

    return guarded


@_demonstration_only
@require_GET
def mailbox_list(request: HttpRequest) -> HttpResponse:
    asked = text.single_line(request.GET.get("to", ""))[:254]
    page = paging.page_of(cast(Any, mailbox.entries(to=asked)), request.GET.get("page"), _PAGE)
    return render(request, "notices/pages/mailbox.html", {"page": page, "to": asked})


@_demonstration_only
@require_GET
def mailbox_mail(request: HttpRequest, id: str) -> HttpResponse:
    mail = mailbox.read(id)
    if mail is None:
        raise Http404
    headers = [{"key": name, "value": value} for name, value in mail.headers]
    is_same = letter.words_of(mail.text) == list(mail.html_words)
    context = {"mail": mail, "headers": headers, "blocks": _blocks(mail.text), "is_same": is_same}
    return render(request, "notices/pages/mail.html", context)


def _listed(request: HttpRequest, rows: Any, template: str) -> HttpResponse:
    page = paging.page_of(rows, request.GET.get("page"), _PAGE)
    shown = [{"notice": notice, "tag": _tag(notice), "title": kinds.kind(notice.kind).title} for notice in page]
    return render(request, template, {"page": page, "shown": shown})


def _tag(notice: Notice) -> dict[str, str]:
    """The state as a tag. A message in a digest fares as its digest does."""
    source = notice.digest if notice.state == State.DIGESTED and notice.digest else notice
    state = State(source.state)
    words = f"In a digest: {state.label.lower()}" if source is not notice else state.label
    return {"text": words, "colour": TAGS[state]}


def _blocks(words: str) -> tuple[letter.Block, ...]:
    return letter.blocks(words, site=settings.SITE_URL)
