from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_rows import Example

DONE = {"status": "done", "approved_on": "2026-10-10", "dpo_advice": "Go ahead."}
CHILDREN = {"datasets__0__data_subjects": ["ds_x_children"]}

EXAMPLES: dict[str, Example] = {
    "DP-01": (
        document(automated__matching=True),
        "assessment/status",
        "data matched or combined",
        document(automated__matching=True, assessment=DONE),
    ),
    "DP-02": (
        document(assessment={"status": "not_needed"}),
        "assessment/screening",
        "screening",
        document(assessment={"status": "not_needed", "screening": "Names alone, of few people, who were told."}),
    ),
    "DP-03": (
        document(assessment=DONE | {"dpo_advice": ""}),
        "assessment/dpo_advice",
        "data protection officer",
        document(assessment=DONE),
    ),
    "DP-04": (
        document(assessment=DONE | {"changed_on": "2026-11-01"}),
        "assessment/approved_on",
        "changed since",
        document(assessment=DONE | {"changed_on": "2026-10-01"}),
    ),
    "DP-05": (
        document(assessment=DONE | {"residual_risk": "High"}),
        "assessment/consultation",
        "regulator",
        document(assessment=DONE | {"residual_risk": "High", "consultation": "Reply of 1 November 2026."}),
    ),
    "DP-06": (
        document(**CHILDREN),
        "people/children",
        "children",
        document(**CHILDREN, people__children="A notice that children understand."),
    ),
}
