"""The agreement's row, which every verb takes first."""

from agreements.models import Agreement


def locked(agreement_id: int) -> Agreement:
    """As it stands now; whatever else happens to it waits meanwhile."""
    row: Agreement = Agreement.objects.select_for_update(of=("self",)).select_related("lead").get(pk=agreement_id)
    return row
