"""The published JSON Schema of the document format."""

from typing import Any

from dsaformat.document import FORMAT_VERSION, AgreementDocument


def schema() -> dict[str, Any]:
    """What a document file may contain. References between rows are checked by `reading.load` besides."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Data sharing agreement, format {FORMAT_VERSION}",
        **{name: value for name, value in AgreementDocument.model_json_schema().items() if name != "title"},
    }
