from django.urls import path, register_converter

from notices import views

app_name = "notices"


class MailId:
    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MailId, "mail")

urlpatterns = [
    path("account/notifications/", views.preferences, name="preferences"),
    path("account/messages/", views.messages, name="messages"),
    path("account/messages/organisations/", views.organisations, name="organisations"),
    path("account/messages/<int:pk>/", views.message, name="message"),
    path("dev/mail/", views.mailbox_list, name="mailbox"),
    path("dev/mail/<mail:id>/", views.mailbox_mail, name="mail"),
]
