"""How a person is called on pages of libraries that ask."""

from accounts.models import User


def display(user: User) -> str:
    return user.full_name or user.email
