from importlib import import_module
from importlib.util import find_spec

app_name = "signing"

urlpatterns = [
    pattern
    for room in ("lead", "signatory", "answers", "papers", "joining", "partial")
    if find_spec(f"signing.urls_{room}")
    for pattern in import_module(f"signing.urls_{room}").urlpatterns
]
