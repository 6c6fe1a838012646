"""People who sign in, the invitations that let them, and what they proved about themselves."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

_UNRECORDED = ("password", "last_login")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """One person, whichever organisations they work for. The email address is the sign-in name."""

    email = models.EmailField(max_length=254, unique=True)
    # Lengths count what people see, and one of those may be four code points and more: columns are wider than boxes.
    full_name = models.CharField(max_length=800)
    signing_name = models.CharField(max_length=800, blank=True)
    job_title = models.CharField(max_length=800, blank=True)
    rank = models.CharField(max_length=400, blank=True)
    work_phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=list(_UNRECORDED))

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_any_case"),
            models.CheckConstraint(
                condition=models.Q(left_at=None, left_by=None)
                | models.Q(left_at__isnull=False, left_by__isnull=False, is_active=False),
                name="user_left_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Every sign-in touches last_login; a history row for each would bury the changes that matter.
        changed = kwargs.get("update_fields")
        if changed and set(changed) <= set(_UNRECORDED):
            self.skip_history_when_saving = True
            try:
                super().save(*args, **kwargs)
            finally:
                del self.skip_history_when_saving
        else:
            super().save(*args, **kwargs)

    @property
    def name_to_sign(self) -> str:
        """The name that a signature must be typed as."""
        return self.signing_name or self.full_name


class Invitation(models.Model):
    """The right to make an account with one email address. Only the link's digest is kept."""

    email = models.EmailField(max_length=254)
    full_name = models.CharField(max_length=800, blank=True)
    context = models.CharField(max_length=100, blank=True)
    """What the invitation is for, in the inviter's words for machines: a newer one for the same replaces this."""
    place = models.CharField(max_length=1200, blank=True)
    """What it leads to, in words for the person invited, such as 'Signatory at Essex County Council'."""
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    new_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at=None, accepted_by=None)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="invitation_withdrawn_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("invited_at")), name="invitation_expires_later"
            ),
            models.UniqueConstraint(
                Lower("email"),
                "context",
                condition=models.Q(accepted_at=None, withdrawn_at=None, replaced_at=None),
                name="invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation for {self.email}"


class Confirmation(models.Model):
    """A person proved with a second factor, in one session, that it is they. It is used once and kept as evidence."""

    class Method(models.TextChoices):
        TOTP = "totp", "Code from an authenticator app"
        PASSKEY = "passkey", "Passkey"

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=10, choices=Method.choices)
    credential = models.CharField(max_length=200)
    """Which of the person's factors answered; names no secret."""
    proof = models.JSONField(default=dict, blank=True)
    """What a passkey answered, so that anybody can check it later. A code from an app leaves nothing to check."""
    session_digest = models.CharField(max_length=64)
    purpose = models.CharField(max_length=300, blank=True)
    """What it was given for, when it was asked for one act; empty for changes of the account itself."""
    confirmed_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "session_digest", "confirmed_at"], name="confirmation_by_session")]
        constraints = [
            models.CheckConstraint(condition=models.Q(method__in=["totp", "passkey"]), name="confirmation_method"),
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(used_at__gte=models.F("confirmed_at")),
                name="confirmation_used_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} by {self.person}"


class Device(models.Model):
    """Where a person has signed in from: a kind of browser on a network, so that a new one can be told to them."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    label = models.CharField(max_length=100)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="device_once")]

    def __str__(self) -> str:
        return self.label
