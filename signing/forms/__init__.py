"""What the signing pages ask for."""

from signing.forms.asking import AskForm, ChangeForm, ExtendForm, Place, ReasonForm
from signing.forms.declaring import DeclareForm

__all__ = ["AskForm", "ChangeForm", "DeclareForm", "ExtendForm", "Place", "ReasonForm"]
