from agreements.views.files import export, retry_pdf, version_json, version_pdf
from agreements.views.freezing import freeze, unfreeze
from agreements.views.listing import index
from agreements.views.one import overview, preview, version

__all__ = [
    "export",
    "freeze",
    "index",
    "overview",
    "preview",
    "retry_pdf",
    "unfreeze",
    "version",
    "version_json",
    "version_pdf",
]
