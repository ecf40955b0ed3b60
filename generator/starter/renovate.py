"""The configuration of Renovate: it finds the images in the catalog, and the release of kubecatalog in CI."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.json_types import JsonMap

if TYPE_CHECKING:
    from generator.starter.table import Wishes

PLACES = ("renovate.json5", ".github/renovate.json", ".github/renovate.json5", ".gitlab/renovate.json", ".renovaterc")
"""Where else Renovate looks (https://docs.renovatebot.com/configuration-options/); it reads the first that it finds."""

# As RE2 takes it, which Renovate matches with: without lookaround. An image with a placeholder has no fixed version.
_KEY = r"""(?:^|[\s{,])["']?image["']?:[ \t]*["']?"""
_NAME = r"""(?<depName>[^\s"'{}#,:@]+(?::\d+/[^\s"'{}#,:@]+)?)"""
_TAG = r""":(?<currentValue>[A-Za-z0-9_][A-Za-z0-9_.-]*)"""
_DIGEST = r"""@(?<currentDigest>sha256:[a-f0-9]{64})"""
_END = r"""(?:["'\s,}]|$)"""

IMAGES = (f"{_KEY}{_NAME}{_TAG}(?:{_DIGEST})?{_END}", f"{_KEY}{_NAME}{_DIGEST}{_END}")
"""With a tag and perhaps a digest; with a digest alone."""

_VERSION = r"(?<currentValue>[0-9][0-9A-Za-z.+-]*)"


def configuration(wishes: Wishes) -> str:
    managers: list[JsonMap] = [
        {
            "customType": "regex",
            "description": "Images in the catalog",
            "managerFilePatterns": [r"/^catalog/.+\.ya?ml$/"],
            "matchStrings": list(IMAGES),
            "datasourceTemplate": "docker",
        },
        _of_us(wishes),
    ]
    settings: JsonMap = {
        "$schema": "https://docs.renovatebot.com/renovate-schema.json",
        "extends": ["config:recommended"],
        "ignorePaths": ["base/**", "overlays/**", "delivery/**"],
        "customManagers": managers,
    }
    if wishes.source:
        settings["pre-commit"] = {"enabled": True}
    return json.dumps(settings, indent=2) + "\n"


def _of_us(wishes: Wishes) -> JsonMap:
    """Where CI says which release it installs."""
    found: JsonMap = {
        "customType": "regex",
        "description": "The release of kubecatalog in CI",
        "managerFilePatterns": [r"/^\.github/workflows/.+\.ya?ml$/", r"/^\.gitlab-ci\.yml$/"],
        "depNameTemplate": "kubecatalog",
    }
    if wishes.source:
        return {
            **found,
            "matchStrings": [r"git\+(?<packageName>https://[^\s\"@]+)@v" + _VERSION],
            "datasourceTemplate": "git-tags",
        }
    return {**found, "matchStrings": ["kubecatalog==" + _VERSION], "datasourceTemplate": "pypi"}
