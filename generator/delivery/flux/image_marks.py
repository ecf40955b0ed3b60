"""A service's file and the lines of its images -> marks that are missing or wrong, and lines that cannot have one.

The controller changes what has the mark of a policy behind it, and nothing else:
https://fluxcd.io/flux/components/image/imageupdateautomations/#marking-images-for-update
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from generator.catalog import comments
from generator.delivery.flux.image_policies import Policies, looked_up
from generator.findings import Finding, Source
from generator.json_types import Path, dotted
from generator.model import followed
from generator.model.catalog import Catalog, Service
from generator.model.followed import FIELD, Image, Line
from generator.model.layers import chain

_MARK = re.compile(r"#+\s*(\{\s*\"\$imagepolicy\"\s*:.*\})[ \t]*$", re.MULTILINE)


def findings(catalog: Catalog, service: Service, lines: list[Line]) -> Iterator[Finding]:
    """Of a service whose file fits the schema."""
    if service.document is None:
        return
    policies = Policies(service, catalog.environments, lines)
    text = service.document.raw.decode().removeprefix("\ufeff")
    marked = set()
    for line in lines if any(line.is_followed for line in lines) else ():
        policy = policies.of_line(line)
        if policy:
            source = service.document.source(line.path)
            marked.add(source.line)
            yield from _mark(policy.mark, source, comments.comment(text, service.document.written(line.path)))
            yield from _credentials(catalog, service, policy.image)
        yield from _apart(catalog, service, line, policies)
    if lines and not any(line.is_followed for line in lines):
        yield from _without_effect(catalog, service)
    yield from _left(catalog, service, text, marked)


def _mark(wanted: str, source: Source, there: str | None) -> Iterator[Finding]:
    name = _named(wanted)
    if there is None:
        message = f"the image follows {name}, and has no line of its own for the mark"
        yield Finding(
            "missing-image-mark", "catalog", message, source, f"break the line there, and add `{wanted}`", "warning"
        )
    elif not _MARK.fullmatch(there):
        message = f"the image follows {name}, and has no mark of it"
        yield Finding("missing-image-mark", "catalog", message, source, f"add `{wanted}` behind it", "warning")
    elif _named(there) != name:
        message = f"the mark names {_named(there)}, and the image follows {name}"
        yield Finding("wrong-image-mark", "catalog", message, source, f"write `{wanted}`")


def _apart(catalog: Catalog, service: Service, line: Line, policies: Policies) -> Iterator[Finding]:
    """The images of a line that follow something else than it does, by what gets a line of its own."""
    kept = policies.kept(line)
    own = line.document is service.document
    source = line.document.source(line.path) if line.document and own else Source(service.file)
    groups: dict[tuple[str, Path], list[Image]] = {}
    for image in line.images:
        if image.follows != kept:
            groups.setdefault((image.follows, image.path), []).append(image)
    for (follows, path), group in groups.items():
        if len(path) > 1 and _inherits(group, groups.get((follows, ("image",)), [])):
            continue
        inside = {image.environment for image in group}
        others = [other for other in line.images if other.follows != follows]
        names = [_whose([other]) if other.environment in inside else other.environment for other in others]
        where = f"this line is that of {', '.join(dict.fromkeys(names))}"
        if not own:
            where = f"{line.document.file if line.document else 'it'} has it, for other services"
        for level, images in _levels(catalog, service, line, group):
            wanted = "is to be updated" if images[0].policy else "is to stay as it is"
            message = f"the image of {_whose(images)} {wanted}, and {where}, too"
            mark = f" {policies.of(images[0]).mark}" if images[0].policy else ""
            field = dotted(("environments", level, *path))
            hint = f"give it a line of its own: `{field}: {images[0].name}{mark}`"
            yield Finding("shared-image", "catalog", message, source, hint)


def _inherits(group: list[Image], main: list[Image]) -> bool:
    """Whether workloads have the line that the service's main one gets."""
    return {image.environment for image in group} <= {image.environment for image in main}


def _levels(catalog: Catalog, service: Service, line: Line, group: list[Image]) -> Iterator[tuple[str, list[Image]]]:
    """The environments that are to say the image: one that others extend speaks for all of them, where all are meant
    and the line that they have so far is none above it."""
    chains = {name: chain(catalog.layers.data, name) for name in service.specs}
    left = {image.environment: image for image in group}
    above = str(line.path[1]) if line.path[:1] == ("environments",) else ""
    levels = {level: {name for name in chains if level in chains[name]} for name in left for level in chains[name]}
    for level in sorted(levels, key=lambda level: (-len(levels[level]), level)):
        under = levels[level]
        free = all(above not in chains[name] or _after(chains[name], above, level) for name in under)
        if under <= left.keys() and free:
            yield level, [left.pop(name) for name in sorted(under)]
    yield from ((name, [image]) for name, image in left.items())


def _after(order: Sequence[str], first: str, second: str) -> bool:
    return order.index(first) < order.index(second)


def _whose(images: Sequence[Image]) -> str:
    """The environments, and the container or workload where it is not the main one."""
    names = ", ".join(image.environment for image in images)
    path = images[0].path
    return f"{names} ({dotted(path[:-1])})" if len(path) > 1 else names


def _credentials(catalog: Catalog, service: Service, image: Image) -> Iterator[Finding]:
    environment = catalog.environments[image.environment]
    spec, namespace = looked_up(environment, image.repository, image.pull_secrets)
    if len(image.pull_secrets) > 1 and "accessFrom" in spec:
        message = f"{image.repository} may need any of these, and Flux looks at a registry with one"
        registry = image.repository.partition("/")[0]
        hint = (
            f"say which in the platform file: `delivery.flux.images.registries` of {registry}, a Secret in {namespace}"
        )
        path = _beside(image.path, "imagePullSecrets")
        yield Finding(
            "ambiguous-pull-secret", "catalog", message, catalog.source(service, environment.name, path), hint
        )


def _beside(path: Path, field: str) -> Path:
    """A field of the workload that an image is of."""
    return (*path[:2], field) if path[0] == "workloads" else (field,)


def _without_effect(catalog: Catalog, service: Service) -> Iterator[Finding]:
    for name, spec in service.specs.items():
        for image in followed.images(name, spec, is_told=True):
            if image.policy:
                source = catalog.source(service, name, (*image.path[:-1], FIELD))
                message = f"`{FIELD}` changes nothing: no environment of the service is delivered by Flux"
                hint = "set `delivery.flux` in the platform file, or remove it"
                yield Finding("field-without-effect", "catalog", message, source, hint, "warning")
                return


def _left(catalog: Catalog, service: Service, text: str, marked: Iterable[int]) -> Iterator[Finding]:
    """Marks of policies of ours on lines that do not follow any. What is called otherwise is somebody else's."""
    if "$imagepolicy" not in text:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        mark = _MARK.search(line)
        if mark and number not in marked and _is_ours(catalog, service, _named(mark[0])):
            message = f"the mark names {_named(mark[0])}, and nothing here follows it"
            source = Source(service.file, number, mark.start() + 1)
            yield Finding("wrong-image-mark", "catalog", message, source, "remove the mark")


def _is_ours(catalog: Catalog, service: Service, named: str) -> bool:
    namespace, _, name = named.partition(":")
    for environment in catalog.environments.values():
        own = environment.delivery.get("flux", {}).get("namespace", namespace)
        start = f"{environment.platform}.{environment.name}.{service.name}"
        if namespace == own and f"{name}.".replace(":", ".").startswith(f"{start}."):
            return True
    return False


def _named(mark: str) -> str:
    """The policy that a mark names."""
    try:
        return str(json.loads(mark.lstrip("# ")).get("$imagepolicy", ""))
    except (ValueError, AttributeError):
        return mark
