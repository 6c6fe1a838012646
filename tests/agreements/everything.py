"""Documents made from the format itself: one that says everything there is to say, one with thirty-three parties."""

import datetime as dt
from typing import Any

from dsaformat import parts
from dsaformat.choices import Block, Force, Identifiability, Role, Unit
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, Shape, shapes
from dsaformat.values import Part

KEY = "kk-zz"
"""Begins every key, so that a key on a page can be found."""

_ROWS = ("parties", "datasets", "purposes")


class Filler:
    """Fills every field of a part with a value of its own, and remembers what a reader must find."""

    def __init__(self, *, variant: int) -> None:
        self.variant = variant
        self.count = 0
        self.wanted: dict[str, str] = {}
        self.codes: dict[str, str] = {}

    def fill(self, model: type[Part], path: str = "") -> Part:
        values = {field.name: self._value(field, f"{path}/{field.name}") for field in shapes(model)}
        return model.model_validate(values | self._fixed(model))

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _mark(self, path: str) -> str:
        word = f"q{self._next():04d}z"
        self.wanted[path] = word
        return word

    def _value(self, field: Shape, path: str) -> Any:
        if field.name == "key":
            return f"{KEY}-{self._next()}"
        one = self._one(field, path)
        return (one,) if field.several else one

    def _one(self, field: Shape, path: str) -> Any:
        match field.form:
            case Form.PART:
                chosen = field.models[self.variant % len(field.models)]
                return self.fill(chosen, path)
            case Form.KEY:
                return f"{KEY}-{field.points_at}"
            case Form.CODE:
                return self._code(field, path)
            case Form.CHOICE:
                return self._choice(field, path)
            case Form.FLAG:
                self.wanted[path] = field.title
                return True
            case Form.DAY:
                value = dt.date(1950, 1, 1) + dt.timedelta(days=37 * self._next())
                self.wanted[path] = f"{value.day} {value:%B %Y}"
                return value
            case Form.COUNT:
                self.wanted[path] = str(100 + self._next() % 100)
                return int(self.wanted[path])
            case _:
                return self._mark(path)

    def _code(self, field: Shape, path: str) -> str:
        code = f"code_{self._next()}"
        self.codes[code] = self._mark(path)
        return code

    def _choice(self, field: Shape, path: str) -> Any:
        assert field.vocabulary is not None
        options = [option for option in field.vocabulary if option != field.default]
        value = options[self._next() % len(options)]
        self.wanted[path] = value.label
        return value

    def _fixed(self, model: type[Part]) -> dict[str, Any]:
        """What cannot be any value, because the format ties fields together."""
        if model is parts.Attachment:
            return {"sha256": f"{self._next():064x}"}
        if model in {parts.ReviewOn, parts.ReviewEvery}:
            return {"rule": "fixed" if model is parts.ReviewOn else "interval"}
        if model is parts.Term:
            return {"ends_on": None} if self.variant else {"ongoing": False}
        if model is parts.IntoForce:
            return {"rule": Force.QUORUM}
        if model is parts.Section:
            return {"blocks": ()} if self.variant else {"blocks": tuple(Block), "not_needed": ""}
        if model is parts.Period:
            return {"unit": Unit.WEEKS}
        return {}


_TIED = ("/sha256", "/rule", "/blocks", "/not_needed", "/ongoing", "/ends_on", "/unit", "/starts_on", "/format_version")


def everything(*, variant: int) -> tuple[AgreementDocument, dict[str, str]]:
    """A document with a value in every field, and what must be read of each path.

    Variant 0 shows every block in its section; variant 1 has sections that are not needed, and the other shape of
    whatever comes in two.
    """
    filler = Filler(variant=variant)
    values: dict[str, Any] = {}
    for field in shapes(AgreementDocument):
        if field.name not in {"law", "format_version"}:
            values[field.name] = filler._value(field, field.name)
    for name in _ROWS:
        values[name] = tuple(row.model_copy(update={"key": f"{KEY}-{name}"}) for row in values[name])
    values["term"] = values["term"].model_copy(update={"starts_on": dt.date(1949, 3, 4)})
    wanted = {path: words for path, words in filler.wanted.items() if not path.endswith(_TIED)}
    values["law"] = tuple(
        parts.LawWording(
            code=code,
            label=label,
            reference=filler._mark(f"law/{code}/reference"),
            wording_from=dt.date(1940, 1, 1) + dt.timedelta(days=index),
        )
        for index, (code, label) in enumerate(filler.codes.items())
    )
    wanted.update({path: words for path, words in filler.wanted.items() if path.startswith("law/")})
    return AgreementDocument.model_validate({"format_version": 1, **values}), wanted


_LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def crowd(number: int = 33) -> AgreementDocument:
    """So many councils that give quarterly figures to one that puts them together, and a supplier of the platform."""
    councils = tuple(_council(place) for place in range(number))
    hub, platform = councils[0].key, "platform"
    supplier = parts.Party(
        key=platform,
        organisation=parts.OrganisationSnapshot(name="Benchmarking Platform Limited", kind="company"),
        roles=(Role.PROCESSOR,),
        processor_for=(hub,),
    )
    sets = tuple(_figures(council.key) for council in councils)
    return AgreementDocument(
        format_version=1,
        identity=parts.Identity(title="Benchmarking of children’s services", reference="DSA-2026-0033", owner=hub),
        parties=(*councils, supplier),
        purposes=(parts.Purpose(key="benchmarking", title="To compare services and learn from each other"),),
        lawful_basis=tuple(
            parts.BasisRow(
                key=f"{council.key}-art6",
                party=council.key,
                regime="uk_gdpr_art6",
                condition="art6_1_e_public_task",
                purpose="benchmarking",
                reason="Children Act 2004 s.10: co-operation to improve the well-being of children.",
            )
            for council in councils
        ),
        datasets=sets,
        flows=(
            *(
                parts.Flow(
                    key=f"{figures.key}-in",
                    sender=figures.supplier,
                    recipients=(platform,),
                    datasets=(figures.key,),
                    frequency="Every quarter",
                    encrypted=True,
                )
                for figures in sets
            ),
            parts.Flow(
                key="reports",
                sender=platform,
                recipients=tuple(council.key for council in councils),
                what="Benchmarking reports",
                frequency="Every quarter",
            ),
        ),
        retention=tuple(
            parts.RetentionRule(
                key=f"{council.key}-keeps", party=council.key, period=parts.Period(number=6, unit=Unit.YEARS)
            )
            for council in councils
        ),
        sections=tuple(
            parts.Section(key=block.value.replace("_", "-"), number=str(number), heading=block.label, blocks=(block,))
            for number, block in enumerate(
                (Block.PARTIES, Block.PURPOSES, Block.LAWFUL_BASIS, Block.DATA, Block.FLOWS, Block.RETENTION), start=1
            )
        ),
    )


def _council(place: int) -> parts.Party:
    name = f"London Borough of {_LONG if place == 7 else 'Example'} {place}"
    return parts.Party(
        key=f"borough-{place}",
        organisation=parts.OrganisationSnapshot(
            name=name,
            kind="local_authority",
            address=f"{place} High Street\nLondon\nE{place} 1AA",
            email=f"information@borough{place}.example",
            phone="020 7946 0000",
            ico_reference=f"Z{1234567 + place}",
        ),
        roles=(Role.CONTROLLER, Role.SUPPLIER, Role.RECIPIENT),
        purpose="To see how its services for children compare, and to improve them.",
        duties=("Send its figures each quarter.", "Keep the figures of the others to itself."),
        contacts=(
            parts.Contact(name=f"Ada Example {place}", office="Head of information", email=f"a{place}@x.example"),
        ),
    )


def _figures(key: str) -> parts.Dataset:
    return parts.Dataset(
        key=f"figures-{key}",
        title=f"Quarterly figures of {key.replace('-', ' ')}",
        supplier=key,
        identifiability=Identifiability.IDENTIFIABLE,
        frequency="Every quarter",
        items=(
            parts.DataItem(key="contacts", name="Contact details of staff", types=("pd_contact_details",)),
            parts.DataItem(key="counts", name="Number of referrals", description="By age and ward"),
        ),
    )
