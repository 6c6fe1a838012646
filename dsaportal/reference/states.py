"""The life of an agreement, drawn from the one table of moves."""

from agreements.choices import Status
from agreements.workflow import HOLDERS, MOVES
from dsaportal.reference.tables import table


def document() -> str:
    moves = [
        f"    {source.value} --> {move.target.value}: {move.done}"
        for move in MOVES.values()
        for source in sorted(move.sources)
    ]
    names = [f"    {status.value}: {status.label}" for status in Status]
    holders = [[status.label, HOLDERS[status].value] for status in Status]
    return "\n".join(
        [
            "# States of an agreement",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *names,
            f"    [*] --> {Status.DRAFT.value}",
            *moves,
            "```",
            "",
            table(["State", "Who must act next"], holders),
        ]
    )
