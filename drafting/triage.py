"""Whether sharing needs an agreement, and which: a few questions, and what follows from their answers. Pure.

The order is that of good practice: is the data public, is it about people, who receives it, how often, and is there an
agreement for it already (B-1 to B-3)? The first answer that settles the matter ends the questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    PUBLIC = "public"
    WITHIN = "within"
    CONTRACT = "contract"
    RECORD = "record"
    USE = "use"
    VARY = "vary"
    LIGHT = "light"
    FULL = "full"

    @property
    def words(self) -> str:
        return ADVICE[self].title

    @property
    def makes_one(self) -> bool:
        """Whether a new agreement is the next thing."""
        return self in (Outcome.LIGHT, Outcome.FULL)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    hint: str = ""
    settles: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    question: str
    hint: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What an outcome means, where it comes from, and what to keep in place of an agreement."""

    title: str
    why: str
    source: str
    keep: tuple[str, ...] = ()


STEPS: tuple[Step, ...] = (
    Step(
        "public",
        "Is the data public already?",
        "For example published statistics, open data, or figures in LG Inform and LG Inform Plus.",
        (
            Choice("yes", "Yes, all of it is published or about to be", settles=Outcome.PUBLIC),
            Choice("some", "Some of it", "Answer the next questions for the part that is not public."),
            Choice("no", "No"),
        ),
    ),
    Step(
        "people",
        "Is any of it about people?",
        "Data is about people when somebody could be recognised from it, alone or with other data that can be had.",
        (
            Choice("personal", "Yes, people can be recognised", "Also when names are replaced by a code (pseudonyms)."),
            Choice("anonymous", "It is about people, but nobody can be recognised", "Counts and rates, for example."),
            Choice("none", "No, it is about finance, assets or operations"),
        ),
    ),
    Step(
        "who",
        "Who will receive the data?",
        "A processor acts only on your instructions. A controller decides for itself what the data is for.",
        (
            Choice("controller", "Another organisation that decides for itself how to use it"),
            Choice("processor", "A supplier that acts only on our instructions", settles=Outcome.CONTRACT),
            Choice("within", "Another team of the same organisation", settles=Outcome.WITHIN),
        ),
    ),
    Step(
        "often",
        "How often will it be shared?",
        "An answer to somebody else’s request, such as a police enquiry about one person, is a disclosure.",
        (
            Choice("regular", "More than once, or for as long as a service runs"),
            Choice("once", "Once, as a planned transfer"),
            Choice("request", "Once, because somebody asked for it or in an emergency", settles=Outcome.RECORD),
        ),
    ),
    Step(
        "existing",
        "Is there an agreement for this already?",
        "Below are those that come nearest, of the ones you can see. Your organisation may have no part in others.",
        (
            Choice("use", "Yes, one covers this as it stands", settles=Outcome.USE),
            Choice("vary", "Yes, one would cover this after a change", settles=Outcome.VARY),
            Choice("none", "No, none of them fits"),
        ),
    ),
)

ADVICE: dict[Outcome, Advice] = {
    Outcome.PUBLIC: Advice(
        "No agreement needed: the data is public",
        "Anybody may use data that is published, so there is nothing to agree. If it is about people who can be "
        "recognised, data protection law still covers what you do with it.",
        "Local government practice; UK GDPR Article 5",
        ("Where the data is published, and under which licence", "The date on which you looked"),
    ),
    Outcome.WITHIN: Advice(
        "No agreement needed: the data stays in one organisation",
        "One controller cannot make an agreement with itself. A new purpose must still be compatible with the first "
        "one, and people must be told.",
        "UK GDPR Articles 5(1)(b), 6(4), 13 and 30",
        (
            "An entry in your record of processing activities",
            "Why the new purpose is compatible, and what the privacy notice says",
            "A decision on an impact assessment",
        ),
    ),
    Outcome.CONTRACT: Advice(
        "A contract with the processor instead",
        "A processor acts for you, so this is not sharing between controllers. The law wants a contract that binds it.",
        "UK GDPR Article 28(3); DPA 2018 section 59 for law enforcement",
        ("The contract, with the terms of Article 28(3)", "The processor in your record of processing activities"),
    ),
    Outcome.RECORD: Advice(
        "Record the decision instead",
        "A single disclosure is decided on its own facts. What matters is that somebody decides, and that the reasons "
        "are written down, also when you decide not to share.",
        "ICO data sharing code of practice; UK GDPR Article 5(2)",
        (
            "Who asked, for what, and by which power",
            "What was disclosed or refused, why, when and by whom",
            "The lawful basis, and the exemption if you used one",
        ),
    ),
    Outcome.USE: Advice(
        "Use the agreement that is there",
        "The same parties share the same data for the same purpose already. A second agreement would only have to be "
        "kept in step with the first.",
        "Local government practice",
        ("Which agreement you rely on", "That its purposes, data and parties cover what you do"),
    ),
    Outcome.VARY: Advice(
        "Change the agreement that is there",
        "An agreement comes near. Changing it keeps one text for one relationship. Its lead organisation decides.",
        "ICO data sharing code of practice: keep agreements under review",
        ("What has to change, and why",),
    ),
    Outcome.LIGHT: Advice(
        "A light agreement",
        "The stakes are low, because nobody can be recognised or because it happens once. A short agreement still says "
        "what the data is for, how long it is kept and who may see it.",
        "Local government practice: an agreement for any data that is not public",
    ),
    Outcome.FULL: Advice(
        "A new agreement",
        "Personal data will go from one controller to another, more than once. An agreement shows that each has "
        "thought about the law, the people concerned and the risks.",
        "ICO data sharing code of practice (DPA 2018 section 121); UK GDPR Article 26 for joint controllers",
    ),
}


def step(key: str) -> Step | None:
    return next((step for step in STEPS if step.key == key), None)


def asked(answers: Mapping[str, str]) -> tuple[Step, ...]:
    """The steps that were answered, up to the one that settles it or the first that is open."""
    found: list[Step] = []
    for one in STEPS:
        choice = chosen(one, answers)
        if choice is None:
            break
        found.append(one)
        if choice.settles:
            break
    return tuple(found)


def following(answers: Mapping[str, str]) -> Step | None:
    """What to ask next; None when the answers lead somewhere."""
    done = asked(answers)
    last = chosen(done[-1], answers) if done else None
    if last is not None and last.settles:
        return None
    return STEPS[len(done)] if len(done) < len(STEPS) else None


def chosen(one: Step, answers: Mapping[str, str]) -> Choice | None:
    return next((choice for choice in one.choices if choice.value == answers.get(one.key)), None)


def outcome(answers: Mapping[str, str]) -> Outcome | None:
    """Where the answers lead; None while a question is open."""
    done = asked(answers)
    if following(answers) is not None:
        return None
    last = chosen(done[-1], answers)
    if last is not None and last.settles:
        return last.settles
    light = answers["people"] != "personal" or answers["often"] == "once"
    return Outcome.LIGHT if light else Outcome.FULL


def kept(answers: Mapping[str, str], key: str, value: str) -> dict[str, str]:
    """The answers with one more. Later ones stay, so that going back and forth loses nothing."""
    return {**answers, key: value}


def suggested(answers: Mapping[str, str], codes: tuple[str, ...]) -> str:
    """Which template to offer first, among those in use; empty for no preference."""
    wanted = "no-personal-data" if answers.get("people") in ("anonymous", "none") else "pan-london"
    if answers.get("people") == "personal" and answers.get("often") == "once":
        wanted = "protocol"
    return wanted if wanted in codes else ""
