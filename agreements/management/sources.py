"""Where the commands get a document from: an agreement's reference, or a file."""

import re
from pathlib import Path

from django.core.management.base import CommandError

from agreements import assembly
from agreements.converters import Reference
from agreements.models import Agreement
from dsaformat import reading
from dsaformat.document import AgreementDocument

_REFERENCE = re.compile(Reference.regex)


def agreement(reference: str) -> Agreement:
    found: Agreement | None = Agreement.objects.select_related("lead").filter(reference=reference).first()
    if found is None:
        raise CommandError(f"There is no agreement {reference}.")
    return found


def document(reference_or_file: str) -> AgreementDocument:
    """The agreement as it is written now, or the document in the file. No row is needed for a file."""
    if _REFERENCE.fullmatch(reference_or_file):
        return assembly.assemble(agreement(reference_or_file))
    return from_file(reference_or_file)


def from_file(name: str) -> AgreementDocument:
    try:
        with Path(name).open("rb") as file:
            content = file.read(reading.MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"Cannot read {name}: {error.strerror}.") from error
    try:
        return reading.load(content)
    except reading.DocumentError as error:
        lines = [f"{path or 'document'}: {reason}" for path, reason in error.problems]
        raise CommandError("\n".join(["This is not an agreement document.", *lines])) from error
