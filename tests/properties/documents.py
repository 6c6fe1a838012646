"""Documents of every shape that the format allows, for hypothesis."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from dsaformat import parts
from dsaformat.choices import Block, Identifiability, Kind, Role, SignatureRoute, Unit, ValueKind
from dsaformat.document import AgreementDocument

PARTIES = ("alpha", "beta", "gamma")
WORDS = st.text(alphabet='aeé ñôŵŷ£—’0189()[]{}<>&"\\/ß한', max_size=30)
LINES = WORDS.map(str.strip)
TITLES = LINES.map(lambda line: line or "Untitled")
TEXTS = st.lists(LINES, max_size=3).map("\n\n".join).map(str.strip)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
KEYS = st.lists(st.sampled_from(PARTIES), unique=True, max_size=3).map(tuple)
PERIODS = st.builds(parts.Period, number=st.integers(1, 500), unit=st.sampled_from(Unit))


def rows(build: Any, most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """Up to `most` rows with different keys."""
    return st.lists(build, max_size=most, unique_by=lambda row: row.key).map(tuple)


KEY = st.from_regex(r"[a-z0-9](-?[a-z0-9]){0,6}", fullmatch=True)
ITEM = st.builds(
    parts.DataItem,
    key=KEY,
    name=TITLES,
    value_kind=st.none() | st.sampled_from(ValueKind),
    types=st.lists(st.sampled_from(["pd_name", "sc_health"]), unique=True).map(tuple),
    matching_key=st.booleans(),
    note=LINES,
)
DATASET = st.builds(
    parts.Dataset,
    key=KEY,
    title=TITLES,
    supplier=st.sampled_from(PARTIES),
    recipients=KEYS,
    description=TEXTS,
    identifiability=st.none() | st.sampled_from(Identifiability),
    items=rows(ITEM),
)
BASIS = st.builds(
    parts.BasisRow,
    key=KEY,
    party=st.sampled_from(PARTIES),
    regime=st.just("uk_gdpr_art6"),
    condition=st.sampled_from(["art6_1_e_public_task", "art6_1_f_legitimate_interests"]),
    contingent=st.booleans(),
    reason=TEXTS,
)
RETENTION = st.builds(
    parts.RetentionRule, key=KEY, party=st.sampled_from(PARTIES), period=st.none() | PERIODS, text=TEXTS
)
SECTION = st.builds(
    parts.Section, key=KEY, number=LINES, heading=TITLES, text=TEXTS, block=st.none() | st.sampled_from(Block)
)
REVIEWS = (
    st.none()
    | st.builds(parts.ReviewOn, rule=st.just("fixed"), on=DAYS)
    | st.builds(
        parts.ReviewEvery,
        rule=st.just("interval"),
        first_after_months=st.integers(1, 240),
        then_every_months=st.integers(1, 240),
    )
)
TERM = st.builds(parts.Term, starts_on=st.none() | DAYS, ongoing=st.booleans(), review=REVIEWS)


def _party(key: str) -> st.SearchStrategy[parts.Party]:
    return st.builds(
        parts.Party,
        key=st.just(key),
        organisation=st.builds(parts.OrganisationSnapshot, name=TITLES, address=TEXTS, ico_reference=LINES),
        roles=st.lists(st.sampled_from(Role), unique=True).map(tuple),
        purpose=TEXTS,
        duties=st.lists(TEXTS, max_size=2).map(tuple),
    )


def _signature(key: str) -> st.SearchStrategy[parts.SignatureWanted]:
    return st.builds(
        parts.SignatureWanted, key=st.just(key), party=st.just(key), office=LINES, route=st.sampled_from(SignatureRoute)
    )


DOCUMENTS = st.builds(
    AgreementDocument,
    format_version=st.just(1),
    identity=st.builds(
        parts.Identity, title=TITLES, kind=st.sampled_from(Kind), version=st.integers(1, 99), context=TEXTS
    ),
    parties=st.tuples(*map(_party, PARTIES)),
    lawful_basis=rows(BASIS),
    datasets=rows(DATASET, 2),
    retention=rows(RETENTION),
    term=TERM,
    sections=rows(SECTION),
    signatures=st.just(()) | st.tuples(*map(_signature, PARTIES)),
)
