"""What the rules on parties, bases and conditions need to be content."""

from typing import Any

ADDITIONS: dict[str, Any] = {
    "parties__0__contacts": [{"role": "data_protection_officer", "email": "dpo@harlow.example"}],
    "lawful_basis__1__assessment": "LIA 7",
    "legislation": [{"key": "l-care", "title": "Children Act 1989", "provision": "section 17", "kind": "duty"}],
}
