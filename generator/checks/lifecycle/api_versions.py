"""A manifest's API version -> whether the cluster has it, and whether it will have it after the next upgrade."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.lifecycle import history
from generator.problems import Problem

_FIELD = "apiVersion"


def problems(api_version: str, kind: str, minor: str, later: str) -> Iterator[Problem]:
    """`minor` and `later` are versions that there are definitions of; `later` may be empty."""
    if (api_version, kind) not in history.served(minor):
        yield from _not_served(api_version, kind, minor)
        return
    instead = history.deprecated(api_version, kind, minor)
    if later and (api_version, kind) not in history.served(later):
        others = history.others(api_version, kind, later)
        hint = f"write {others[0]}" if others else "nothing takes its place; remove it before the upgrade"
        if others and (others[0], kind) not in history.served(minor):
            hint += f", together with the upgrade: Kubernetes {minor} does not have it yet"
        message = f"Kubernetes {later} has no {kind} of {api_version} any more"
        yield Problem("removed-in-next-version", _FIELD, message, hint)
    elif instead is not None:
        message = f"{kind} of {api_version} is deprecated"
        yield Problem("deprecated-api-version", _FIELD, message, f"write {instead}" if instead else "remove it")


def _not_served(api_version: str, kind: str, minor: str) -> Iterator[Problem]:
    gone = history.removed(api_version, kind)
    if gone and history.number(minor) >= history.number(gone.minor):
        others = history.others(api_version, kind, minor)
        instead = others[0] if others else gone.instead
        message = f"Kubernetes {gone.minor} and later have no {kind} of {api_version}"
        hint = f"write {instead}; its fields may differ" if instead else "nothing takes its place; remove it"
        yield Problem("removed-api-version", _FIELD, message, hint)
        return
    since = history.first(api_version, kind)
    if since:
        others = history.others(api_version, kind, minor)
        message = f"{kind} of {api_version} is there from Kubernetes {since} on, the cluster has {minor}"
        hint = f"write {others[0]}" if others else f"upgrade the cluster to {since} first"
        yield Problem("api-version-not-yet-served", _FIELD, message, hint)
