"""How people's devices are called on a page."""

from django import template

from accounts import devices

register = template.Library()


@register.filter
def device_label(user_agent: str) -> str:
    return devices.label(user_agent or "")
