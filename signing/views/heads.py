"""Where the chain of signatures ended, day by day, for everybody."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from foundation.templatetags.ui import uk_date
from signing import custody
from signing.models import PublishedHead

PAGE = 50
_HEAD = ["Day", {"text": "Links", "numeric": True}, "Hash of the last link"]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(PublishedHead.objects.order_by("-on"), PAGE).get_page(request.GET.get("page", "1")[:6])
    return render(request, "signing/heads.html", {"page": page, "head": _HEAD, "rows": [_row(head) for head in page]})


def _row(head: PublishedHead) -> list[dict[str, Any]]:
    return [
        {"text": uk_date(head.on), "href": reverse("chain:day", args=[head.on.isoformat()])},
        {"text": f"{head.number:,}", "numeric": True},
        {"text": head.hash},
    ]


@require_GET
def day(request: HttpRequest, on: str) -> HttpResponse:
    """The hashes of all links that were new on the day, one a line: whoever has a record finds it here."""
    try:
        head = get_object_or_404(PublishedHead, on=dt.date.fromisoformat(on))
    except ValueError:
        raise Http404 from None
    before = PublishedHead.objects.filter(number__lt=head.number).order_by("-number").first()
    links = custody.links_between(before.number + 1 if before else 1, head.number)
    lines = "".join(f"{number} {digest}\n" for number, digest in links)
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")
