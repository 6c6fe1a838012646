"""Whether words name a place outside the United Kingdom. Words that nobody can place name none."""

import re

_HOME = re.compile(
    r"\b(?:UK|U\.K\.|GB|United Kingdom|Great Britain|England|Scotland|Wales|Northern Ireland|Britain|British)\b"
)
_NOBODY = re.compile(
    r"[\W_]*(?:none|no|n\s*/?\s*a|nowhere(?: else)?|not (?:applicable|known|yet known)|unknown|nobody)[\W_]*",
    re.IGNORECASE,
)
_STATES = re.compile(r"\b(?:USA|US|U\.S\.A?\.?|United States(?: of America)?|America)\b")
_ABROAD = re.compile(
    r"\b(?:Afghanistan|Albania|Algeria|Andorra|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahrain|Bangladesh"
    r"|Barbados|Belarus|Belgium|Bermuda|Bolivia|Bosnia|Botswana|Brazil|Brunei|Bulgaria|Cambodia|Cameroon|Canada|Chile"
    r"|China|Colombia|Costa Rica|Croatia|Cuba|Cyprus|Czechia|Czech Republic|Denmark|Dominican Republic|Ecuador|Egypt"
    r"|Estonia|Ethiopia|Faroe Islands|Fiji|Finland|France|Gambia|Georgia|Germany|Ghana|Gibraltar|Greece|Guatemala"
    r"|Guernsey|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Isle of Man|Israel|Italy"
    r"|Jamaica|Japan|Jersey|Jordan|Kazakhstan|Kenya|Korea|Kosovo|Kuwait|Latvia|Lebanon|Libya|Liechtenstein"
    r"|Lithuania|Luxembourg|Madagascar|Malawi|Malaysia|Malta|Mauritius|Mexico|Moldova|Monaco|Mongolia|Montenegro|Morocco"
    r"|Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Zealand|Nicaragua|Nigeria|North Macedonia|Norway|Oman|Pakistan"
    r"|Panama|Paraguay|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia|Rwanda|Saudi Arabia|Senegal|Serbia"
    r"|Singapore|Slovakia|Slovenia|South Africa|Spain|Sri Lanka|Sudan|Sweden|Switzerland|Syria|Taiwan|Tanzania|Thailand"
    r"|Tunisia|Turkey|Türkiye|Uganda|Ukraine|United Arab Emirates|UAE|Uruguay|Uzbekistan|Venezuela|Vietnam|Yemen|Zambia"
    r"|Zimbabwe|European Union|EU|European Economic Area|EEA|Europe)\b"
)
_AT_HOME_ALL_THE_SAME = re.compile(r"\b(?:Northern Ireland|New Jersey)\b")
_DENIED = re.compile(r"\b(?:no|not|never|none|nothing|without|outside|except)\b", re.IGNORECASE)


def abroad(words: str) -> str:
    """The place outside the United Kingdom that the words name; blank when they name none, or deny it."""
    if _DENIED.search(words):
        return ""
    left = _AT_HOME_ALL_THE_SAME.sub("", words)
    found = _STATES.search(left) or _ABROAD.search(left)
    return found.group() if found else ""


def place_abroad(address: str) -> str:
    """The same for an address, whose last words name the country: Denmark Hill is in London."""
    return abroad(re.split(r",\s*|\bin ", address)[-1])


def country_abroad(country: str) -> str:
    """The same for a field that holds a country and nothing else: what is not at home is abroad."""
    if not country or _NOBODY.fullmatch(country):
        return ""
    return abroad(country) or ("" if _HOME.search(country) or _DENIED.search(country) else country)


def is_united_states(country: str) -> bool:
    return bool(_STATES.search(country))


def same(one: str, other: str) -> bool:
    if is_united_states(one) and is_united_states(other):
        return True
    return one.casefold() in other.casefold() or other.casefold() in one.casefold()
