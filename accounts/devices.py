"""What a browser says about itself, as a person would say it: "Firefox on Windows"."""

import hashlib
import ipaddress

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def label(user_agent: str) -> str:
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "A browser")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "an unknown device")
    return f"{browser} on {system}"


def network(ip: str) -> str:
    """The neighbourhood of an address: wide enough to survive a changing lease, narrow enough to notice a stranger."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, 16 if address.version == 4 else 32), strict=False))


def digest(user_agent: str, ip: str) -> str:
    return hashlib.sha256(f"{label(user_agent)}|{network(ip)}".encode()).hexdigest()
