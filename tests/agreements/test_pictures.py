"""Pictures as values: nothing lost, nothing on top of anything else, the same message as the rules of law."""

from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements import typesetting
from agreements.pictures import coverage, flow_map, flows, letters
from agreements.typesetting.shown import Flows
from dsaformat import parts
from dsaformat.choices import Identifiability, Role
from dsaformat.document import AgreementDocument
from lawfulbasis import rules
from lawfulbasis import services as law
from tests.agreements import everything
from tests.agreements.scene import AT, worded

HOSTILE = (
    "<script>alert(1)</script>",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Community Council",
    "한국어 데이터 공유 협정 기관 한국어 데이터",
    "W" * 200,
    "a" * 500,
    "\" onload='x' & <g>",
    ". . . . . . .",
)
NAMES = st.sampled_from((*HOSTILE, "Essex Police", "A"))
KEYS = [f"p{number}" for number in range(16)]


@st.composite
def documents(draw):
    """Up to sixteen bodies in any roles, with flows in every direction, through anybody, to themselves, to nobody."""
    keys = KEYS[: draw(st.integers(1, len(KEYS)))]
    several = st.lists(st.sampled_from(keys), unique=True, max_size=4).map(tuple)
    role = st.sampled_from([(Role.CONTROLLER,), (Role.PROCESSOR,), (Role.CONTROLLER, Role.PROCESSOR), ()])
    party = lambda key: parts.Party(key=key, organisation={"name": draw(NAMES)}, roles=draw(role))  # noqa: E731
    dataset = parts.Dataset(key="d", title="Data", supplier=keys[0], identifiability=Identifiability.PSEUDONYMISED)
    flow = st.builds(
        parts.Flow,
        key=st.just("f"),
        sender=st.sampled_from(keys),
        recipients=several,
        via=several,
        datasets=st.sampled_from([(), ("d",)]),
        encrypted=st.booleans(),
        outside_uk=st.booleans(),
    )
    found = draw(st.lists(flow, min_size=1, max_size=12))
    return AgreementDocument(
        format_version=1,
        identity=parts.Identity(title="Flows"),
        parties=tuple(map(party, keys)),
        datasets=(dataset,),
        flows=tuple(one.model_copy(update={"key": f"f{number}"}) for number, one in enumerate(found)),
    )


def areas(picture):
    """What must not lie on top of each other: boxes with their second sheets, and numbers."""
    for box in picture.boxes:
        yield (box.x, box.y, box.width, box.height + (5 if box.stacked else 0))
    for track in picture.tracks:
        yield from ((badge.x, badge.y, badge.width, flow_map.BADGE) for badge in track.badges)


def meet(one, other) -> bool:
    (x, y, width, height), (left, top, wide, high) = one, other
    return x < left + wide and left < x + width and y < top + high and top < y + height


@settings(max_examples=60, deadline=None)
@given(documents())
def test_every_flow_is_on_one_line_and_in_one_item(document):
    picture = flow_map.drawn(document)
    numbers = sorted(number for track in picture.tracks for number in track.numbers)
    assert numbers == list(range(1, len(document.flows) + 1))
    (shown,) = [shown for shown in _shown(document) if isinstance(shown, Flows)]
    assert [item.number for item in shown.items] == numbers
    assert all(track.badges and track.path for track in picture.tracks)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_nothing_lies_on_anything_else_or_outside_the_picture(document):
    picture = flow_map.drawn(document)
    found = list(areas(picture))
    assert not [pair for pair in combinations(found, 2) if meet(*pair)]
    assert all(x >= 0 and x + width <= picture.width for x, _, width, _ in found)
    assert all(y >= 0 and y + height <= picture.height for _, y, _, height in found)
    for box in picture.boxes:
        assert all(letters.width(line.said) <= box.width - 20 for line in box.lines)
        assert all(box.y < line.y < box.y + box.height for line in box.lines)


@settings(max_examples=30, deadline=None)
@given(documents())
def test_the_drawing_is_well_formed_whatever_bodies_are_called(document):
    svg = render_to_string("document/flow_map.svg", {"map": flow_map.drawn(document)})
    root = ElementTree.fromstring(svg)
    allowed = {"svg", "title", "text", "path", "rect"}
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= allowed
    assert not [name for element in root.iter() for name in element.attrib if name in {"style", "onload"}]
    assert flow_map.drawn(document) == flow_map.drawn(document)


def test_essex_as_its_readers_know_it():
    """C-6, C-16, C-21: three give, the processor in the middle matches, four receive the results."""
    document = worded()
    lines = flows.lines(document)
    columns = [
        [document.party(key).name for key in dict.fromkeys(node.parties[0] for line in lines for node in nodes(line))]
        for nodes in (
            lambda line: (line.source,) if line.source.column == flows.GIVES else (),
            lambda line: tuple(node for node in line.targets if node.column == flows.HANDLES),
            lambda line: tuple(node for node in line.targets if node.column == flows.RECEIVES),
        )
    ]
    assert set(columns[0]) == {"Basildon Borough Council", "Essex County Council", "Essex Police"}
    assert columns[1] == ["PI Limited"]
    assert len(columns[2]) == 4
    assert [line.veiled for line in lines] == [True] * 6 + [False]  # nobody says which datasets the results hold
    assert flow_map.drawn(document).sentence == (
        "7 data flows between 4 organisations and 1 processor. Essex County Council gives the most (4). "
        "Nothing leaves the United Kingdom."
    )


def test_bodies_that_do_the_same_share_a_box():
    """A-2, A-3: thirty-three boroughs are one box, and their flows one line with all its numbers."""
    picture = flow_map.drawn(everything.crowd())
    assert [(box.lines[0].said, box.stacked) for box in picture.boxes] == [
        ("33 organisations", True),
        ("Benchmarking", False),
        ("33 organisations", True),
    ]
    assert [track.badges[0].said for track in picture.tracks] == ["1–33", "34"]


@pytest.mark.parametrize("name", HOSTILE)
def test_words_fit_their_room(name):
    lines = letters.lines(name, 138, 4)
    assert len(lines) <= 4
    assert all(letters.width(line) <= 138 for line in lines)


# Coverage


def test_essex_lacks_nothing():
    found = coverage.of(worded())
    assert [row.name for row in found.rows] == [party.name for party in worded().parties if party.name != "PI Limited"]
    assert found.sentence == "Nothing that the data calls for is missing."
    assert found.rows[0].cells[0].said == ("Public task / official authority",)


@pytest.fixture(scope="module")
def catalogue():
    return law.catalogue_from(law.law_folder() / law.CATALOGUE)


COLUMNS = {"A6-01": "Article 6", "SC-01": "Article 9", "CO-01": "Article 10"}


LEFT_OUT = [
    (),
    ("uk_gdpr_art6",),
    ("uk_gdpr_art9",),
    ("uk_gdpr_art6", "uk_gdpr_art9"),
    ("uk_gdpr_art10", "dpa2018_sch1_pt1", "dpa2018_sch1_pt2", "dpa2018_sch1_pt3"),
]


@pytest.mark.parametrize("rule", COLUMNS)
@pytest.mark.parametrize("left_out", LEFT_OUT)
def test_missing_says_the_same_as_the_rules(rule, left_out, catalogue):
    """One reading of the law: the table and the checks name the same parties, with a catalogue or without."""
    whole = worded()
    rows = tuple(row for row in whole.lawful_basis if row.regime not in left_out)
    document = whole.model_copy(update={"lawful_basis": rows})
    findings = [one for one in rules.check(document, catalogue, AT.date()) if one.rule == rule]
    wanted = {document.party(finding.path.split("/")[1]).name for finding in findings}
    place = coverage.HEADINGS.index(COLUMNS[rule])
    for given_law in (catalogue, None):
        found = coverage.of(document, given_law)
        assert {row.name for row in found.rows if row.cells[place].missing} == wanted
        assert all(name in found.sentence for name in wanted)


def test_substantial_public_interest_without_schedule_1_is_missing():
    whole = worded()
    rows = tuple(row for row in whole.lawful_basis if not row.regime.startswith("dpa2018_sch1"))
    found = coverage.of(whole.model_copy(update={"lawful_basis": rows}))
    place = coverage.HEADINGS.index("Schedule 1")
    assert [row.cells[place].missing for row in found.rows][:3] == [True, True, True]


def test_a_document_without_people_has_no_table():
    """A-4, B-10: figures about no person need no lawful basis."""
    document = everything.crowd()
    silent = document.model_copy(
        update={
            "lawful_basis": (),
            "datasets": tuple(
                one.model_copy(update={"identifiability": Identifiability.NOT_ABOUT_PEOPLE, "items": ()})
                for one in document.datasets
            ),
        }
    )
    assert coverage.of(silent).rows == ()


def test_wordings_of_the_document_are_enough():
    document = worded()
    assert coverage.of(document) == coverage.of(document.model_copy(update={"law": tuple(reversed(document.law))}))


def _shown(document):
    return [
        shown for chapter in typesetting.sheet(document).chapters for group in chapter.groups for shown in group.shown
    ]
