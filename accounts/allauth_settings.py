"""django-allauth's settings, imported into ``dsaportal.settings``. Each line is a decision about how people sign in."""

# --- who -----------------------------------------------------------------------------------------------------------
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_USER_DISPLAY = "accounts.naming.display"
# An address counts once its owner has proved it; an invitation's link is such a proof.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # a code typed here, not a link that a mail scanner could follow
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2  # the one in use and the one being changed to

# --- what nobody learns from us ------------------------------------------------------------------------------------
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True

# --- password ------------------------------------------------------------------------------------------------------
PASSWORD_RESET_TIMEOUT = 3_600
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False  # a reset link must never be a way past the second factor
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGIN_TIMEOUT = 900

# --- emailed code --------------------------------------------------------------------------------------------------
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True

# --- second factor and passkeys ------------------------------------------------------------------------------------
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
# A passkey counts as two factors only because the device asks for a finger, a face or a PIN.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_TRUST_ENABLED = False

# --- tries ---------------------------------------------------------------------------------------------------------
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "50/h/ip,5/15m/key",
    "request_login_code": "20/m/ip,5/h/key",
    "reset_password": "20/m/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "signup": "20/m/ip",
    "reauthenticate": "10/m/user",
    "manage_email": "10/m/user",
    "change_password": "5/m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}

# --- sessions ------------------------------------------------------------------------------------------------------
USERSESSIONS_TRACK_ACTIVITY = False  # accounts.middleware.SessionClock keeps the time, once a minute at most

# --- an organisation's own sign-in ---------------------------------------------------------------------------------
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an account is linked by its owner, who signs in to it once
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

# --- where allauth meets the portal --------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
MFA_ADAPTER = "accounts.adapters.FactorAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.OrganisationSignIn"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.tokens.ResetTokens"  # noqa: S105 - a path
ACCOUNT_FORMS = {
    "login": "accounts.forms.signing_in.SignInForm",
    "signup": "accounts.forms.signing_up.SignUpForm",
    "add_email": "accounts.forms.details.NewEmailForm",
    "change_email": "accounts.forms.details.OtherEmailForm",
    "confirm_email_verification_code": "accounts.forms.details.EmailCodeForm",
    "change_password": "accounts.forms.passwords.ChangeForm",
    "set_password": "accounts.forms.passwords.SetForm",
    "reset_password": "accounts.forms.passwords.AskResetForm",
    "reset_password_from_key": "accounts.forms.passwords.ResetForm",
    "reauthenticate": "accounts.forms.passwords.AgainForm",
    "request_login_code": "accounts.forms.signing_in.AskCodeForm",
    "confirm_login_code": "accounts.forms.signing_in.EmailedCodeForm",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.factors.SecondFactorForm",
    "reauthenticate": "accounts.forms.factors.CodeAgainForm",
    "activate_totp": "accounts.forms.factors.StartAuthenticatorForm",
    "add_webauthn": "accounts.forms.factors.AddPasskeyForm",
    "signup_webauthn": "accounts.forms.factors.FirstPasskeyForm",
    "edit_webauthn": "accounts.forms.factors.RenamePasskeyForm",
    "login_webauthn": "accounts.forms.factors.PasskeySignInForm",
    "authenticate_webauthn": "accounts.forms.factors.PasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.factors.PasskeyAgainForm",
}
# Whoever tells people things lives on a floor above, so the roof says who that is.
PEOPLE_ARE_TOLD_BY = "notices.services.queue"
INVITATIONS_ARE_SHOWN_AT = "parties:invitation"
