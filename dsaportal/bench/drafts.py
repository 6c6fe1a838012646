"""Timing an agreement that is being written: its document, its checks and its pages, with few and many parties."""

from collections.abc import Iterator
from datetime import datetime

from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from agreements import assembly, demo, pdf, services
from agreements.models import Agreement
from dsaformat import canonical, reading
from dsaformat.document import AgreementDocument
from dsaportal.bench import documents, measure
from dsaportal.bench.documents import Timing
from lawfulbasis import services as law
from parties.models import Organisation

SIZES = (2, 33, 100)
PAGES = (
    ("list of tasks", "drafting:tasks", ()),
    ("a section", "drafting:section", ("more-lawful-basis",)),
    ("a question with rows", "drafting:question", ("more-retention", "retention")),
    ("checks", "drafting:checks", ()),
)


ROUNDS = 15


def lines(person: User, client: Client, *, empty: measure.Figures, at: datetime) -> Iterator[str]:
    bodies = list(Organisation.objects.filter(memberships__person=person)[:1])
    bodies += list(Organisation.objects.exclude(pk=bodies[0].pk).order_by("pk")[: max(SIZES)])
    law.load_catalogue(at=at)
    for timing in _of_documents(bodies, person, at):
        yield timing.line
    with override_settings(ROOT_URLCONF=measure.__name__):
        yield measure.page("empty layout", measure.getter(client, measure.LAYOUT)).line(empty)
        for size in SIZES:
            draft = _draft(bodies[:size], person, at)
            yield f"an agreement of {size} parties, being written"
            for name, url, more in PAGES:
                found = measure.beside(client, reverse(url, args=[draft.reference, *more]), ROUNDS)
                yield f"  {name:32} {found.words}"


def _of_documents(bodies: list[Organisation], person: User, at: datetime) -> Iterator[Timing]:
    draft = _draft(bodies[:33], person, at)
    largest = max(_demonstrations(at), key=lambda document: len(canonical.dump(document)))
    yield documents.timing("assemble and fingerprint", 25, lambda: _fingerprint(draft))
    yield documents.timing("check the largest agreement", 50, lambda: services.check(document=largest, on=at.date()))
    yield documents.timing("the whole text as a page", 300, lambda: pdf.markup(largest, at=at, draft=True), rounds=5)
    yield from documents.timings()


def _fingerprint(agreement: Agreement) -> str:
    """Assembled from its rows, as the first page after a change does it."""
    return canonical.fingerprint(assembly.together(agreement.pieces.all()))


def _demonstrations(at: datetime) -> list[AgreementDocument]:
    return [demo.document(path, on=at.date()) for path in demo.folder().glob("*.json")]


def _draft(bodies: list[Organisation], person: User, at: datetime) -> Agreement:
    values = documents.values(parties=len(bodies))
    for party, body in zip(values["parties"], bodies, strict=True):
        party["organisation"] = {"name": body.legal_name, "slug": body.slug}
    values["sections"] = []
    return services.import_document(document=reading.parse(values), by=person, at=at)
