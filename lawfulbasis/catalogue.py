"""The law as a value: what rules ask, without a database. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

REGIMES: dict[str, str] = {
    "uk_gdpr_art6": "Lawful basis (UK GDPR Article 6)",
    "recognised_legitimate_interest": "Recognised legitimate interests (UK GDPR Annex 1)",
    "uk_gdpr_annex2_compatibility": "Compatible re-use (UK GDPR Annex 2)",
    "uk_gdpr_art9": "Special category data (UK GDPR Article 9)",
    "dpa2018_sch1_pt1": "Conditions for special category data (DPA 2018 Schedule 1 Part 1)",
    "dpa2018_sch1_pt2": "Substantial public interest (DPA 2018 Schedule 1 Part 2)",
    "uk_gdpr_art10": "Criminal offence data (UK GDPR Article 10)",
    "dpa2018_sch1_pt3": "Conditions for criminal offence data (DPA 2018 Schedule 1 Part 3)",
    "law_enforcement": "Law enforcement processing (DPA 2018 Part 3)",
    "dpa2018_part3_s35": "Lawfulness for law enforcement (DPA 2018 section 35)",
    "dpa2018_sch8": "Sensitive processing for law enforcement (DPA 2018 Schedule 8)",
    "sensitive_processing_type": "Kinds of sensitive processing (DPA 2018 section 35)",
    "competent_authority": "Competent authorities (DPA 2018 Schedule 7)",
    "statutory_gateway": "Powers and duties to share",
    "svd_specified_authority": "Serious Violence Duty: specified authorities",
    "svd_relevant_authority": "Serious Violence Duty: relevant authorities",
    "confidentiality_override": "Duty of confidence",
    "transfer_mechanism": "Transfers outside the UK",
    "uk_gdpr_right": "Rights of individuals",
    "party_role": "Roles of parties",
    "data_category": "Categories of data",
    "personal_data_type": "Kinds of personal data",
    "special_category_type": "Kinds of special category data",
    "data_subject_type": "Kinds of people",
    "dpa1998_sch2": "Earlier law: conditions for any personal data (DPA 1998 Schedule 2)",
    "dpa1998_sch3": "Earlier law: conditions for sensitive personal data (DPA 1998 Schedule 3)",
}
"""Every regime with its name, in the order in which people meet them."""


@dataclass(frozen=True, slots=True)
class Provision:
    """One wording of one entry of the catalogue."""

    code: str
    regime: str
    label: str
    reference: str
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    wording_from: dt.date | None = None
    first_day: dt.date = dt.date.min
    """From when this wording is the one to use, where the catalogue holds several."""
    selectable: bool = True
    flags: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def replaced_by(self) -> tuple[str, ...]:
        """Codes of what took its place; none for law that is in force."""
        return tuple(self.flags.get("replaced_by", ()))

    def in_force_on(self, day: dt.date) -> bool:
        """No first day means: not statute, or as old as the rest."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_to is None or day <= self.in_force_to
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    provisions: Mapping[str, tuple[Provision, ...]]
    """By code, the oldest wording first."""

    def on(self, code: str, day: dt.date) -> Provision | None:
        """The latest wording begun by the day; else the first there is; None for a code that nobody knows.

        Ask it `in_force_on(day)`: what has ended or has yet to begin is found here too.
        """
        wordings = self.provisions.get(code)
        if not wordings:
            return None
        return next((wording for wording in reversed(wordings) if wording.first_day <= day), wordings[0])

    def regime_of(self, code: str) -> str:
        wordings = self.provisions.get(code)
        return wordings[-1].regime if wordings else ""


EMPTY = Catalogue(MappingProxyType({}))
