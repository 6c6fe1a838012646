"""Examples of rules: what makes each fire (where, and with which words), and what leaves it silent."""

from tests.lawfulbasis.examples import (
    enforcement_confidence,
    enforcement_data,
    enforcement_dpia,
    enforcement_economy,
    enforcement_part_3,
    enforcement_violence,
)
from tests.lawfulbasis.examples.enforcement_rows import Example

EXAMPLES: dict[str, Example] = {
    **enforcement_part_3.EXAMPLES,
    **enforcement_data.EXAMPLES,
    **enforcement_violence.EXAMPLES,
    **enforcement_confidence.EXAMPLES,
    **enforcement_economy.EXAMPLES,
    **enforcement_dpia.EXAMPLES,
}
