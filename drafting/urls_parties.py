from django.urls import URLPattern, path

from drafting.views import parties, pasting

_QUESTION = "<reference:reference>/draft/<slug:section>/<slug:question>/"
_PARTIES = f"{_QUESTION}parties/"
_PARTY = f"{_PARTIES}party/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path(_PARTIES, parties.index, name="parties"),
    path(f"{_PARTIES}find/", parties.find, name="parties_find"),
    path(f"{_PARTIES}new/", parties.by_hand, name="parties_by_hand"),
    path(f"{_PARTIES}names/", parties.names, name="parties_names"),
    path(f"{_PARTIES}group/", parties.group, name="parties_group"),
    path(f"{_PARTIES}roles/", parties.roles, name="parties_roles"),
    path(_PARTY, parties.party, name="party"),
    path(f"{_PARTY}refresh/", parties.refresh, name="party_refresh"),
    path(f"{_PARTY}replace/", parties.replace, name="party_replace"),
    path(f"{_PARTY}remove/", parties.remove, name="party_remove"),
    path(f"{_QUESTION}together/", parties.together, name="together"),
    path(f"{_QUESTION}together/add/", parties.together_add, name="together_add"),
    path(f"{_QUESTION}together/row/<slug:key>/", parties.together_change, name="together_change"),
    path(f"{_QUESTION}suppliers/", parties.supplied, name="supplied"),
    path(f"{_QUESTION}paste/<path:where>/", pasting.paste, name="paste"),
]
