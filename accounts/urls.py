"""Everything under /account/. allauth's views keep their names, which it reverses, and get our addresses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as linked
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import include, path, re_path

from accounts.views import confirm, details, factors, invitation, organisation, signing_in

_ours = [
    path("", details.details, name="details"),
    path("details/<slug:question>/", details.change, name="change"),
    path("confirm/", confirm.confirm, name="confirm"),
    path("second-factor/needed/", details.factor_needed, name="factor_needed"),
    path("signed-out/", signing_in.signed_out, name="signed_out"),
    path("invitation/", invitation.show, name="invitation"),
    path("invitation/another/", invitation.as_another, name="invitation_as_another"),
    path("invitation/new/", invitation.ask_for_new, name="invitation_ask"),
    re_path(r"^invitation/(?P<token>[^/]{20,200})/?$", invitation.landing, name="invitation_link"),
    path("sign-in/organisation/", organisation.sign_in, name="organisation_sign_in"),
    path("organisation/link/", organisation.link, name="organisation_link"),
]

_in_and_out = [
    path("sign-in/", signing_in.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", signing_in.AskCode.as_view(), name="account_request_login_code"),
    path("sign-in/code/enter/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-up/", signing_in.SignUp.as_view(), name="account_signup"),
    path("sign-up/passkey/", signing_in.SignUpByPasskey.as_view(), name="account_signup_by_passkey"),
    path("sign-up/passkey/add/", passkey.signup_webauthn, name="mfa_signup_webauthn"),
    path("sign-out/", signing_in.SignOut.as_view(), name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("again/password/", account.reauthenticate, name="account_reauthenticate"),
    path("again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]

_passwords = [
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("reset/", account.password_reset, name="account_reset_password"),
    path("reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        signing_in.Reset.as_view(),
        name="account_reset_password_from_key",
    ),
]

_security = [
    path("email/", account.email, name="account_email"),
    path("email/code/", account.email_verification_sent, name="account_email_verification_sent"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("security/", mfa.index, name="mfa_index"),
    path("security/authenticator/", factors.activate_totp, name="mfa_activate_totp"),
    path("security/authenticator/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("security/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("security/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("security/recovery-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("security/passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("security/passkeys/add/", factors.add_passkey, name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/name/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("security/passkeys/<int:pk>/remove/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
]

_organisation = [
    path("security/organisation/", linked.connections, name="socialaccount_connections"),
    path("organisation/cancelled/", linked.login_cancelled, name="socialaccount_login_cancelled"),
    path("organisation/failed/", linked.login_error, name="socialaccount_login_error"),
    path("organisation/sign-up/", linked.signup, name="socialaccount_signup"),
    path("organisation/<slug:provider_id>/sign-in/", openid.login, name="openid_connect_login"),
    path("organisation/<slug:provider_id>/back/", openid.callback, name="openid_connect_callback"),
]

urlpatterns = [
    path("", include((_ours, "accounts"))),
    *_in_and_out,
    *_passwords,
    *_security,
    *_organisation,
]
