"""Values that no form of ours expects, and reading the forms of a page as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

FAMILY = "👨‍👩‍👧‍👦"
"""One character to the eye, seven code points to a column."""

ASTRONAUT = "👩🏽‍🚀"
"""Four code points: the most that a column has room for, a character."""

QUERIES = (
    "a%00b%ff%fe%ED%A0%80%25_'+OR+1%3D1--+%26+|+!+(%3A*+%22%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "x" * 10_000,
    "-1",
    "1" + "0" * 21,
    "%EF%BC%99",
)
"""As they stand in an address, percent signs and all."""

PARAMETERS = ("q", "page", "sort", "order", "kind", "nation", "state", "status", "role", "regime", "year", "month",
              "show", "period", "who", "from", "to", "next", "why", "message", "group", "version", "day")  # fmt: skip

TYPED = {
    "nothing": "",
    "NUL": "a\x00b",
    "lone surrogate": "a\ud800b",
    "too long": "x" * 20_001,
    "families": FAMILY * 120,
    "full": "A" + ASTRONAUT * 199,
    "half full": "A" + ASTRONAUT * 99,
    "short but full": "A" + ASTRONAUT * 39,
    "bidi": "abc\u202egpj.exe",
    "zero width": "\u200b\u200b",
    "marks": "Z" + "\u0301" * 500,
    "script": "<script>alert(1)</script>",
    "template": "{{ settings.SECRET_KEY }}{% include 'x' %}",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "lines": "a@b.example\r\nBcc: x@evil.example",
    "number": "9" * 5_000,
    "other digits": "３",
    "json": '{"a":[null,true,NaN]}',
    "minus": "-1",
}

EXTRA = {"state": "in_force", "is_staff": "1", "is_superuser": "1", "lead": "1", "signed_at": "2026-01-01"}

# Values that get past the questions to what is stored.
STORED = ("NUL", "lone surrogate", "families", "full", "half full", "short but full", "bidi", "script", "lines")
# Values that a page can show again exactly as they were typed.
SHOWN_AGAIN = ("too long", "families", "script", "template", "formula")


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return self.kind in {"text", "email", "tel", "search", "textarea", "number", "url"}


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    def key(self) -> tuple[str, ...]:
        return (self.action.split("?")[0], *sorted(self.fields))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area: Field | None = None
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(values.get("action", ""), values.get("method", "get").lower())
            self.forms.append(self._form)
        name = values.get("name", "")
        if self._form is None or not name or "disabled" in values:
            if tag == "option" and self._select is not None:
                self._select.choices.append(values.get("value", ""))
            return
        if tag in ("input", "button"):
            kind = values.get("type", "text" if tag == "input" else "submit")
            found = self._form.fields.setdefault(name, Field(name, kind, values.get("value", "")))
            found.choices.append(values.get("value", "on"))
        elif tag == "textarea":
            self._area = self._form.fields.setdefault(name, Field(name, "textarea"))
        elif tag == "select":
            self._select = self._form.fields.setdefault(name, Field(name, "select"))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area is not None:
            self._area.value = self._area.value.removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None


def forms(page: str) -> list[Form]:
    """The forms of a page that are sent by POST."""
    reader = _Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.method == "post"]


def sent(form: Form, value: str) -> dict[str, str]:
    """Every field with the same value."""
    return {name: value for name in form.fields if name != "csrfmiddlewaretoken"}


def plausible(form: Form, value: str) -> dict[str, str]:
    """Typed fields hostile, the rest as somebody might have chosen: gets past the choices to what is stored."""
    data = {}
    for name, found in form.fields.items():
        if name == "csrfmiddlewaretoken" or found.kind == "file":
            continue
        chosen = next((choice for choice in found.choices if choice), "")
        data[name] = value if found.is_typed else found.value or chosen
    for name in data:
        part = name.rpartition("_")[2]
        if part in {"day", "month", "year"}:
            data[name] = {"day": "1", "month": "12", "year": "2026"}[part]
        if form.fields[name].kind == "email" or "email" in name.split("_")[-1:]:
            data[name] = "somebody@council.example"
    return data


def body(data: dict[str, str]) -> str:
    """As it goes over the wire, halves of characters and all."""
    return urlencode(data, errors="surrogatepass")
