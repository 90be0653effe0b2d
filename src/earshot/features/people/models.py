"""Workspaces, people, memberships, invitations, one-time sign-in links."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their e-mail address, without regard to case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username or "")

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Person:
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in."""

    id = models.BigAutoField(primary_key=True)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12, blank=True)
    """Interface language (en, zh-hant, zh-hans); "" follows the browser."""
    zone = models.CharField(max_length=60, blank=True)
    """IANA zone; "" follows the workspace."""
    theme = models.CharField(max_length=8, blank=True)
    density = models.CharField(max_length=8, blank=True)
    single_keys = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


class Workspace(models.Model):
    """Isolation: no row crosses, ever."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    zone = models.CharField(max_length=60, default="UTC")
    language = models.CharField(max_length=12, default="en")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a membership may do in the workspace; who answers what is the policy's business, not this."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"


class Membership(models.Model):
    """One seat in a workspace. ``person`` is empty until its invitation is accepted."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    handle = models.SlugField(max_length=60)
    """The name that policies use: ``mei``."""
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MEMBER)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", Lower("handle"), name="handle_once_a_workspace"),
            models.UniqueConstraint(
                fields=["workspace", "person"], condition=models.Q(person__isnull=False), name="person_once_a_workspace"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A link to be copied; only its hash is stored."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class SignInLink(models.Model):
    """A one-time link printed by ``earshot up``; only its hash is stored."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
