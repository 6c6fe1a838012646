from django.urls import include, path

urlpatterns = [
    path("", include("dsaportal.urls_pages")),
    path("", include("dsaportal.urls_work")),
    path("", include("dsaportal.urls_health")),
    path("account/", include("accounts.urls")),
    path("organisations/", include("parties.urls")),
    path("", include("notices.urls")),
    path("law/", include("lawfulbasis.urls")),
    path("", include("signing.urls_verify_chain")),
    path("agreements/", include("agreements.urls")),
    path("agreements/", include("drafting.urls")),
    path("agreements/", include("signing.urls")),
    path("verify/", include("signing.urls_verify")),
    path("", include("reviews.urls")),
    path("", include("closing.urls")),
]

handler400 = "dsaportal.views.pages.bad_request"
handler403 = "dsaportal.views.pages.forbidden"
handler404 = "dsaportal.views.pages.not_found"
handler500 = "dsaportal.views.pages.server_error"
