"""A text that does not have its format -> the text that was probably meant."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator

from generator.catalog.formats import CRON_MACROS, FORMATS, time_zones
from generator.catalog.suggest import nearest

_NUMBER = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*([A-Za-z%]*)")
_MEMORY = {"k": "Ki", "m": "Mi", "g": "Gi", "t": "Ti", "p": "Pi", "e": "Ei"}
_SECONDS = {"sec": "s", "min": "m", "hour": "h", "hr": "h", "day": "d", "week": "w", "": "s", "ms": "ms", "milli": "ms"}


def meant(form: str, text: str) -> str:
    """The first guess that has the format; empty where there is none."""
    guesses = _GUESSES[form](text.strip()) if form in _GUESSES else ()
    return next((guess for guess in guesses if guess != text and FORMATS[form].check(guess)), "")


def _name(separator: str) -> Callable[[str], Iterator[str]]:
    """Lower case, and a separator for every run of what is not allowed."""

    def guesses(text: str) -> Iterator[str]:
        allowed = r"[^a-z0-9.]+" if separator == "." else r"[^a-z0-9]+"
        yield re.sub(allowed, "-", text.lower()).strip("-.")

    return guesses


def _env(text: str) -> Iterator[str]:
    name = re.sub(r"[^A-Za-z0-9_.-]+", "_", text)
    yield name
    yield f"_{name}"


def _label(text: str) -> Iterator[str]:
    prefix, slash, name = text.rpartition("/")
    yield prefix.lower() + slash + re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-_.")


def _label_value(text: str) -> Iterator[str]:
    yield re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-_.")


def _config_key(text: str) -> Iterator[str]:
    yield re.sub(r"[^-._a-zA-Z0-9]+", "-", text).strip("-")


def _host(text: str) -> Iterator[str]:
    name = re.sub(r"^[a-zA-Z]+://", "", text).split("/")[0]
    head, colon, port = name.rpartition(":")
    name = head if colon and port.isdigit() else name
    words = re.split(r"(\{[A-Za-z]+\})", name.rstrip("."))
    yield "".join(word if word.startswith("{") else word.lower().replace("_", "-") for word in words)


def _image(text: str) -> Iterator[str]:
    whole = re.sub(r"^[a-zA-Z]+://", "", re.sub(r"\s+", "", text))
    head, slash, last = whole.rpartition("/")
    name, colon, tag = last.partition(":")
    yield head.lower() + slash + name.lower() + colon + tag
    yield head.lower() + slash + name.lower()


def _quantity(text: str) -> Iterator[str]:
    match = _NUMBER.fullmatch(text)
    if match:
        number, unit = match[1].replace(",", "."), match[2]
        yield number + unit
        if unit.lower() in ("core", "cores", "cpu", "cpus", "vcpu"):
            yield number
        if unit.lower().startswith(("milli", "mcpu")):
            yield f"{number}m"
        yield number + _MEMORY.get(unit[:1].lower(), "")


def _percentage(text: str) -> Iterator[str]:
    match = _NUMBER.fullmatch(text)
    if match:
        yield f"{match[1]}%"


def _absolute(text: str) -> Iterator[str]:
    if "://" not in text:
        yield "/" + text.removeprefix("./")


def _pointer(text: str) -> Iterator[str]:
    yield "/" + text.lstrip("$./").replace(".", "/")


def _cidr(text: str) -> Iterator[str]:
    try:
        yield str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        return


def _capability(text: str) -> Iterator[str]:
    yield text.upper().removeprefix("CAP_")


def _cron(text: str) -> Iterator[str]:
    fields = text.split()
    if text.startswith("@"):
        yield nearest(text, CRON_MACROS)
    if len(fields) == 6:  # with seconds first, as Quartz writes it
        yield " ".join(fields[1:])


def _time_zone(text: str) -> Iterator[str]:
    word = text.replace(" ", "_").lower()
    zones = sorted(time_zones())
    yield from (zone for zone in zones if zone.lower() == word)
    yield from (zone for zone in zones if zone.lower().endswith(f"/{word}"))
    yield nearest(word, zones)


def _duration(text: str) -> Iterator[str]:
    match = _NUMBER.fullmatch(text)
    if match:
        unit = match[2].lower()
        yield match[1] + _SECONDS.get(unit.removesuffix("s").removesuffix("ond").removesuffix("ute"), unit[:1])


def _version(text: str) -> Iterator[str]:
    match = re.match(r"v?(1\.[0-9]{2})", text)
    if match:
        yield match[1]


_GUESSES: dict[str, Callable[[str], Iterator[str]]] = {
    "capability": _capability,
    "dns-label": _name("-"),
    "service-name": _name("-"),
    "port-name": _name("-"),
    "dns-subdomain": _name("."),
    "env-name": _env,
    "label-key": _label,
    "label-value": _label_value,
    "config-key": _config_key,
    "host": _host,
    "image": _image,
    "quantity": _quantity,
    "int-or-percent": _percentage,
    "absolute-path": _absolute,
    "json-pointer": _pointer,
    "cidr": _cidr,
    "cron": _cron,
    "time-zone": _time_zone,
    "prometheus-duration": _duration,
    "kubernetes-version": _version,
}
