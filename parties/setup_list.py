"""What an organisation must have before anybody may ask it to sign. Pure: values in, values out."""

from dataclasses import dataclass

WANTED_ADMINISTRATORS = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is today."""

    administrators: int
    signatories: int
    has_lead: bool
    """A data protection officer or an information governance lead is named."""
    has_address: bool
    """A postal address and an email address are given."""
    has_ico: bool
    """A registration reference, or the reason why there is none."""
    terms_accepted: bool


@dataclass(frozen=True, slots=True)
class Step:
    code: str
    title: str
    done: bool
    missing: str
    """What somebody outside reads when this step is why the organisation cannot be asked."""
    hint: str = ""
    warning: str = ""
    """Done, but better done differently."""


@dataclass(frozen=True, slots=True)
class SetUp:
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def is_complete(self) -> bool:
        return self.done == self.total

    @property
    def progress(self) -> str:
        return f"{self.done} of {self.total} done"

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(step.missing for step in self.steps if not step.done)


def for_standing(standing: Standing) -> SetUp:
    """The whole list, done or not, in the order in which it is best worked through."""
    return SetUp(
        (
            _administrators(standing.administrators),
            Step(
                "lead",
                "Name a data protection officer or lead",
                standing.has_lead,
                "has not named a data protection officer or lead",
                "The person whom partners ask about an agreement, a breach or a right.",
            ),
            Step(
                "signatory",
                "Add a signatory",
                standing.signatories > 0,
                "has no signatory",
                "Somebody with the authority to bind the organisation.",
            ),
            Step(
                "address",
                "Give a postal address and an email address",
                standing.has_address,
                "has not given a postal address and an email address",
                "Every agreement names where its parties can be reached.",
            ),
            Step(
                "ico",
                "Give the ICO registration number",
                standing.has_ico,
                "has not given its ICO registration number, or why it has none",
                "Or say why the organisation does not need one.",
            ),
            Step(
                "terms",
                "Accept the terms of use",
                standing.terms_accepted,
                "has not accepted the terms of use",
                "An administrator accepts them for the organisation, once.",
            ),
        )
    )


def _administrators(count: int) -> Step:
    return Step(
        "administrator",
        "Add administrators",
        count > 0,
        "has no administrator",
        "At least one. Two is safer: one can be away, or leave.",
        warning="There is only one administrator. Add a second one." if 0 < count < WANTED_ADMINISTRATORS else "",
    )
