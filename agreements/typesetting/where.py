"""How data moves, where it stays, who may use it and pass it on. Pure."""

from collections.abc import Iterator

from agreements.pictures import flow_map
from agreements.typesetting.shown import FlowItem, Flows, Shown
from agreements.typesetting.tables import Column, facts, leaves, merged, pieces, table
from agreements.typesetting.words import Words, lowered
from dsaformat import parts

_IN_THE_SENTENCE = frozenset(
    {"sender", "recipients", "via", "datasets", "what", "channel", "method", "format", "frequency", "transformation"}
)


def flows(words: Words) -> Iterator[Shown]:
    document = words.document
    yield from facts(words, "How data moves", document.handling, only=("flows",))
    if document.flows:
        rest = [leaf for leaf in leaves(parts.Flow) if leaf.path not in _IN_THE_SENTENCE]
        items = tuple(
            FlowItem(number, sentence(words, flow), tuple(pieces(words, flow, rest)))
            for number, flow in enumerate(document.flows, start=1)
        )
        yield Flows(flow_map.drawn(document), items, tuple(_told(words, items)))


_ALIKE = 4
"""So many flows that differ only in who sends are told in one item."""


def _told(words: Words, items: tuple[FlowItem, ...]) -> Iterator[FlowItem]:
    """Each item, or one for many that say the same of different senders."""
    groups: dict[object, list[FlowItem]] = {}
    for item, flow in zip(items, words.document.flows, strict=True):
        groups.setdefault((_what_is_sent(words, flow), item.more), []).append(item)
    alone = {item.number for group in groups.values() if len(group) < _ALIKE for item in group}
    first = {group[0].number: group for group in groups.values() if len(group) >= _ALIKE}
    for item in items:
        if item.number in alone:
            yield FlowItem(item.number, f"Flow {item.number}: {item.sentence}", item.more) if first else item
        elif group := first.get(item.number):
            yield FlowItem(item.number, _together(words, [one.number for one in group]), item.more)


def _together(words: Words, numbers: list[int]) -> str:
    flows = [words.document.flows[number - 1] for number in numbers]
    senders = words.together([words.name(key) for key in dict.fromkeys(flow.sender for flow in flows)])
    verb = "sends" if senders.startswith("Every party") else "each send"
    consecutive = numbers == list(range(numbers[0], numbers[-1] + 1))
    named = f"{numbers[0]} to {numbers[-1]}" if consecutive else ", ".join(map(str, numbers))
    return f"Flows {named}: {senders} {verb} {_what_is_sent(words, flows[0])}"


def sentence(words: Words, flow: parts.Flow) -> str:
    """The flow in words: who sends what to whom, through whom, how, how often, and changed in which way."""
    return f"{words.name(flow.sender)} sends {_what_is_sent(words, flow)}"


def _what_is_sent(words: Words, flow: parts.Flow) -> str:
    what = lowered(flow.what) or ", ".join(lowered(words.title("datasets", key)) for key in flow.datasets) or "data"
    named = f" ({words.names('datasets', flow.datasets)})" if flow.what and flow.datasets else ""
    recipients = words.names("parties", flow.recipients) or "nobody named"
    through = f" through {words.names('parties', flow.via)}" if flow.via else ""
    channel = lowered(flow.channel.label) if flow.channel else ""
    way = "; ".join(
        filter(None, (flow.format, channel, flow.method, lowered(flow.frequency), lowered(flow.transformation)))
    )
    sent = f"{what}{named} to {recipients}{through}"
    return f"{sent}: {way}." if way else f"{sent}."


def storage(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Storage", words.document.handling, only=("storage",))
    columns = (
        Column("Held by", 20, ("party",)),
        Column("Data", 20, ("datasets",)),
        Column("Where", 28, ("system", "location", "country"), ("support_from", "provider")),
        Column("How it is kept", 32, ("text",), rest=True),
    )
    yield from merged(words, table(words, "Where data is kept", columns, words.document.storage))


def access(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Access", words.document.handling, only=("access",))
    columns = (
        Column("At", 24, ("parties",)),
        Column("Role", 22, ("role",), ("vetting",)),
        Column("Data", 22, ("datasets",)),
        Column("What for", 32, ("purpose",), rest=True),
    )
    yield from table(words, "Who may use the data", columns, words.document.access)


def security(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Security", words.document.handling, only=("security",))
    columns = (
        Column("Measure", 22, ("measure",)),
        Column("Whose", 22, ("parties",)),
        Column("What is done", 34, ("text",), rest=True),
        Column("Standard", 22, ("standard",)),
    )
    yield from table(words, "Security measures", columns, words.document.security)


def sharing_rules(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Sharing the data further", words.document.handling, only=("sharing",))
    forbidden = (
        Column("What nobody may do", 50, ("text",)),
        Column("What to do instead", 50, ("instead",), rest=True),
    )
    yield from table(words, "What nobody may do", forbidden, words.document.prohibitions)
    columns = (
        Column("What somebody may want to do", 26, ("act", "to")),
        Column("Who, and which data", 22, ("parties", "datasets")),
        Column("May it be done", 22, ("may", "condition")),
        Column("Permission and limits", 30, (), ("permission_from", "proxy"), rest=True),
    )
    yield from table(words, "Sharing further", columns, words.document.sharing_rules)


def transfers(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Outside the United Kingdom", words.document.abroad)
    columns = (
        Column("Party", 20, ("party",), ("recipient",)),
        Column("Country", 18, ("country",)),
        Column("Data", 18, ("datasets",)),
        Column("Safeguard", 22, ("mechanism", "part_3")),
        Column("Test and note", 22, ("text",), rest=True),
    )
    yield from table(words, "Transfers abroad", columns, words.document.transfers)
