from django.urls import include, path

from agreements import urls_changing, urls_succession, views

app_name = "agreements"

urlpatterns = [
    path("", views.index, name="list"),
    path("export/<slug:kind>/", views.list_export, name="list_export"),
    path("views/", views.saved_views, name="saved_views"),
    path("views/new/", views.save_view, name="save_view"),
    path("views/<uuid:reference>/rename/", views.rename_view, name="rename_view"),
    path("views/<uuid:reference>/delete/", views.delete_view, name="delete_view"),
    path("law-changes/<law_day:day>/", views.law_change, name="law_change"),
    path("import/", views.import_new, name="import"),
    path("import/<uuid:reference>/", views.import_check, name="import_check"),
    path("<reference:reference>/", views.overview, name="overview"),
    path("<reference:reference>/preview/", views.preview, name="preview"),
    path("<reference:reference>/export/", views.export, name="export"),
    path("<reference:reference>/replace/", views.replace, name="replace"),
    path("<reference:reference>/freeze/", views.freeze, name="freeze"),
    path("<reference:reference>/unfreeze/", views.unfreeze, name="unfreeze"),
    path("<reference:reference>/v<version:number>/", views.version, name="version"),
    path("<reference:reference>/v<version:number>/pdf/", views.version_pdf, name="pdf"),
    path("<reference:reference>/v<version:number>/pdf/retry/", views.retry_pdf, name="retry_pdf"),
    path("<reference:reference>/v<version:number>/json/", views.version_json, name="json"),
    path("<reference:reference>/v<version:number>/publication/", views.publication, name="publication"),
    path("<reference:reference>/v<version:number>/publication/pdf/", views.publication_pdf, name="publication_pdf"),
    path("", include(urls_changing.urlpatterns)),
    path("", include(urls_succession.urlpatterns)),
]
