"""What each group of rules needs in the good agreement: values by path, `parties__0__purpose`."""

from typing import Any

from tests.lawfulbasis.good import basis, enforcement, handling

ADDITIONS: dict[str, Any] = {**basis.ADDITIONS, **enforcement.ADDITIONS, **handling.ADDITIONS}
