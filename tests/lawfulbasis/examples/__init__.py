"""An example that fires and one that stays silent, for every rule."""

from tests.lawfulbasis.examples import basis, enforcement, handling

EXAMPLES = {**basis.EXAMPLES, **enforcement.EXAMPLES, **handling.EXAMPLES}
