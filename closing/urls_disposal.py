from django.urls import path

from closing.views import disposal

_ALL = "agreements/<reference:reference>/disposal/"
_KEPT = "agreements/<reference:reference>/retention/"

urlpatterns = [
    path(_ALL, disposal.board, name="disposal"),
    path(f"{_ALL}certificate-<int:number>.pdf", disposal.certificate, name="certificate"),
    path(f"{_ALL}evidence/<slug:token>/", disposal.proof, name="disposal_evidence"),
    path(f"{_ALL}<slug:party>/", disposal.confirm, name="confirm_disposal"),
    path(_KEPT, disposal.rules, name="rules"),
    path(f"{_KEPT}<slug:party>/<slug:rule>/", disposal.count, name="count"),
    path("retention/", disposal.keeping, name="keeping"),
    path("retention/rules/", disposal.all_rules, name="all_rules"),
    path("retention/<int:pk>/done/", disposal.done, name="done"),
    path("retention/<int:pk>/look/", disposal.look, name="look"),
    path("retention/<int:pk>/stop/", disposal.stop, name="stop"),
]
