from drafting.models.attachment import Attachment
from drafting.models.discussion import Gathering, Remark, Thread
from drafting.models.preview import Preview
from drafting.models.progress import SectionMark, Typed
from drafting.models.template import Template
from drafting.models.triage import Triage
from drafting.models.wording import Wording

__all__ = [
    "Attachment",
    "Gathering",
    "Preview",
    "Remark",
    "SectionMark",
    "Template",
    "Thread",
    "Triage",
    "Typed",
    "Wording",
]
