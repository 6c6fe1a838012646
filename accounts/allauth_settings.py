"""django-allauth's settings, imported into ``dsaportal.settings``. Each line is a decision about how people sign in."""

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
