from django.urls import re_path

from agreements.converters import Reference
from agreements.views import changing

# Not by the name of the converter: this module is read before the converters are registered.
_CHANGE = rf"^(?P<reference>{Reference.regex})/change/"

urlpatterns = [
    re_path(rf"{_CHANGE}$", changing.change, name="change"),
    re_path(rf"{_CHANGE}new/$", changing.open_new, name="change_new"),
    re_path(rf"{_CHANGE}in-force/$", changing.put_in_force, name="change_in_force"),
]
