from typing import Any

from dsaformat.document import AgreementDocument
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_rows import Example

BOARD = {
    "key": "board",
    "organisation": {"name": "Mid Essex Integrated Care Board", "ico_reference": "ZB1", "nation": "england"},
    "roles": ["controller", "supplier"],
    "purpose": "To help the young.",
}
COMMISSIONER = BOARD | {
    "organisation": {"name": "Police, Fire and Crime Commissioner for Essex"},
    "roles": ["controller"],
}
INJURIES: dict[str, Any] = {
    "key": "injuries",
    "title": "Injuries",
    "supplier": "board",
    "recipients": ["council"],
    "identifiability": "identifiable",
    "items": [{"key": "harm", "name": "Harm", "types": ["sc_health"]}],
}
TREATMENT = INJURIES | {"title": "Treatment", "supplier": "council", "recipients": ["charity"]}
EXCLUSIONS = TREATMENT | {"items": [{"key": "term", "name": "Term", "types": ["pd_education"]}]}
SECTION_16 = {"key": "sv", "title": "PCSC Act 2022", "code": "gw_pcsc_s16"}
SECTION_17 = {"key": "sv", "title": "PCSC Act 2022", "code": "gw_pcsc_s17"}
SECTION_115 = {"key": "cda", "title": "Crime and Disorder Act 1998", "code": "gw_cda_s115"}
GRANTS = {"key": "grants", "title": "Choosing who gets grants", "parties": ["board"]}
MONITORING = {"key": "grants", "title": "Monitoring whether the strategy works", "parties": ["board"]}
NATION = {"name": "Harlow Council", "ico_reference": "Z1234567", "public_authority": True}


def relying(*parties: str, **changes: Any) -> AgreementDocument:
    """The good agreement with the duty, on which these parties rely."""
    kinds = {"council": "svd_spec_local_authority", "board": "svd_spec_icb", "charity": "svd_rel_educational"}
    authorities = [{"party": party, "authority": kinds[party]} for party in parties]
    return document(
        serious_violence={"applies": True, "authorities": authorities, **changes.pop("duty", {})}, **changes
    )


EXAMPLES: dict[str, Example] = {
    "SV-01": (
        relying("board", "council", parties__2=BOARD, datasets__1=INJURIES),
        "datasets/injuries",
        "Mid Essex Integrated Care Board",
        relying("board", "council", parties__2=BOARD, datasets__1=INJURIES | {"identifiability": "aggregated"}),
    ),
    "SV-02": (
        relying("council", datasets__1=TREATMENT),
        "datasets/injuries",
        "Harlow Council",
        relying("council", datasets__1=EXCLUSIONS),
    ),
    "SV-03": (
        relying("council", legislation=[SECTION_16]),
        "serious_violence/authorities",
        "Harbour",
        relying("council", "charity", legislation=[SECTION_16]),
    ),
    "SV-04": (
        relying("council", parties__0__organisation=NATION | {"nation": "scotland"}),
        "parties/council/organisation/nation",
        "Harlow Council",
        relying("council", parties__0__organisation=NATION | {"nation": "wales"}),
    ),
    "SV-05": (
        relying("council", datasets__1=TREATMENT, duty={"anonymous_only": True}, legislation=[SECTION_16]),
        "legislation",
        "Treatment",
        relying("council", datasets__1=TREATMENT, duty={"anonymous_only": True}, legislation=[SECTION_16, SECTION_115]),
    ),
    "SV-06": (
        document(parties__2=COMMISSIONER, purposes__1=GRANTS, legislation=[SECTION_17]),
        "purposes/grants",
        "Crime Commissioner",
        document(parties__2=COMMISSIONER | {"purpose": ""}, purposes__1=MONITORING, legislation=[SECTION_17]),
    ),
}
