"""The life of an agreement, drawn from the one table of moves."""

from agreements.choices import Status
from agreements.workflow import HOLDERS, MOVES, PLANNED
from dsaportal.reference.tables import table


def document() -> str:
    moves = [
        f"    {source.value} --> {move.target.value}: {move.done}{' (planned)' if verb in PLANNED else ''}"
        for verb, move in MOVES.items()
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
            "Moves marked as planned belong to the life of an agreement, and nobody can make them in the portal yet.",
            "",
            table(["State", "Who must act next"], holders),
        ]
    )
