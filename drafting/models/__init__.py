from drafting.models.progress import SectionMark, Typed
from drafting.models.template import Template

__all__ = ["SectionMark", "Template", "Typed"]
