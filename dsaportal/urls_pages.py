from django.urls import path

from dsaportal.views import pages

urlpatterns = [
    path("", pages.start, name="start"),
    path("help/", pages.help_page, name="help"),
    path("help/<slug:slug>/", pages.help_topic, name="help_topic"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("cookies/hide/", pages.hide_cookie_notice, name="hide_cookie_notice"),
    path("terms/", pages.terms, name="terms"),
    path("security/", pages.security, name="security"),
    path(".well-known/security.txt", pages.security_txt, name="security_txt"),
    path("status/", pages.status, name="status"),
    path("styleguide/", pages.styleguide_page, name="styleguide"),
    path("session/extend/", pages.extend_session, name="extend_session"),
    path("favicon.ico", pages.favicon, name="favicon"),
]
