from agreements.views.files import export, publication, publication_pdf, retry_pdf, version_json, version_pdf
from agreements.views.freezing import freeze, unfreeze
from agreements.views.importing import import_check, import_new, replace
from agreements.views.law import law_change
from agreements.views.listing import index, list_export
from agreements.views.one import overview, preview, version
from agreements.views.saved_views import delete_view, rename_view, save_view, saved_views

__all__ = [
    "delete_view",
    "export",
    "freeze",
    "import_check",
    "import_new",
    "index",
    "law_change",
    "list_export",
    "overview",
    "preview",
    "publication",
    "publication_pdf",
    "rename_view",
    "replace",
    "retry_pdf",
    "save_view",
    "saved_views",
    "unfreeze",
    "version",
    "version_json",
    "version_pdf",
]
