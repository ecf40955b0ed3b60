"""What Flux makes of the images that a registry has: a stand-in for its two controllers of images.

`newest` chooses a tag as an ImagePolicy asks for it (https://fluxcd.io/flux/components/image/imagepolicies/), `updated`
writes it behind the marks that name the policy. The latter changes the value and nothing else; what becomes of the rest
of a file when the controller writes it is told by `test_flux_build.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.json_types import JsonMap

_LINE = re.compile(
    r'(?m)^(?P<before>[ -]*image: *["\']?)[^\s"\']+(?P<after>["\']? # \{"\$imagepolicy": "(?P<name>[^"]+)"\})'
)


def chosen(objects: Mapping[str, JsonMap], tags: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The image of each policy by the name that a mark has for it; `objects` by kind and name, `tags` by image."""
    found = {}
    for key, policy in objects.items():
        if key.startswith("ImagePolicy/"):
            repository = objects[f"ImageRepository/{policy['spec']['imageRepositoryRef']['name']}"]
            image = repository["spec"]["image"]
            name = f"{policy['metadata']['namespace']}:{policy['metadata']['name']}"
            found[name] = f"{image}:{newest(policy['spec'], tags[image])}"
    return found


def newest(spec: JsonMap, tags: Iterable[str]) -> str:
    wanted = spec.get("filterTags", {})
    values = {}
    for tag in tags:
        match = re.search(wanted.get("pattern", ""), tag)
        if match:
            values[tag] = (
                match.expand(re.sub(r"\$(\w+)", r"\\g<\1>", wanted["extract"])) if "extract" in wanted else tag
            )
    (choice, own), *others = spec["policy"].items()
    assert not others
    if choice == "semver":
        return max((tag for tag in values if _within(values[tag], own["range"])), key=lambda tag: _version(values[tag]))
    ordered = sorted(values, key=lambda tag: int(values[tag]) if choice == "numerical" else values[tag])
    return ordered[-1] if own["order"] == "asc" else ordered[0]


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split("."))) if re.fullmatch(r"\d+\.\d+\.\d+", text) else ()


def _within(text: str, wanted: str) -> bool:
    """Of ranges such as `1.x`, which is all that the tests ask for."""
    major = re.fullmatch(r"(\d+)\.x", wanted)
    assert major, wanted
    return _version(text)[:1] == (int(major[1]),)


def updated(text: str, images: Mapping[str, str]) -> str:
    return _LINE.sub(
        lambda line: f"{line['before']}{images[line['name']]}{line['after']}" if line["name"] in images else line[0],
        text,
    )
