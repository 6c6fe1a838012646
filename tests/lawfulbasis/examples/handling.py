"""Examples of the rules on data, rights, handling, time and words."""

from tests.lawfulbasis.examples import (
    handling_data,
    handling_retention,
    handling_rights,
    handling_security,
    handling_text,
)

EXAMPLES = {
    **handling_data.EXAMPLES,
    **handling_rights.EXAMPLES,
    **handling_security.EXAMPLES,
    **handling_retention.EXAMPLES,
    **handling_text.EXAMPLES,
}
