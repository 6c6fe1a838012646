from agreements.views.files import export, retry_pdf, version_json, version_pdf
from agreements.views.freezing import freeze, unfreeze
from agreements.views.importing import import_check, import_new, replace
from agreements.views.listing import index
from agreements.views.one import overview, preview, version

__all__ = [
    "export",
    "freeze",
    "import_check",
    "import_new",
    "index",
    "overview",
    "preview",
    "replace",
    "retry_pdf",
    "unfreeze",
    "version",
    "version_json",
    "version_pdf",
]
