"""Containers that clash, and hooks and probes that Kubernetes refuses or that cannot do what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import Json, JsonMap, Path
from generator.language.containers import mounts_of
from generator.language.probes import HANDLERS, PROBES
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan

USUAL_GRACE = 30
_HOOKS = ("exec", "httpGet", "sleep", "tcpSocket")
_SLEEP = re.compile(r"\s*(?:exec\s+)?(?:/bin/)?sleep\s+([0-9]+)s?\s*(?:;.*)?", re.DOTALL)


def check(plan: ServicePlan) -> Iterator[Fault]:
    spec = plan.spec
    further = [(group, *item) for group in ("initContainers", "containers") for item in spec.get(group, {}).items()]
    main = spec.get("containerName", plan.name)
    seen = {main}
    yield from _container(plan, (), spec)
    for group, name, container in further:
        field: Path = (group, name)
        if name in seen:
            message = f'there is another container "{name}"'
            hint = "rename it, or set `containerName` of the main one" if name == main else "rename one of them"
            yield Fault("duplicate-container", field, message, hint, reads=("name", "containerName"))
        seen.add(name)
        if group == "initContainers" and container.get("restartPolicy") != "Always":
            for extra in (*PROBES, "lifecycle"):
                if extra in container:
                    message = f"a container that runs to its end before the others has no {extra}"
                    hint = "remove it, or set `restartPolicy: Always` to keep the container running beside the others"
                    yield Fault("init-container-field", (*field, extra), message, hint)
        yield from _container(plan, field, container)
        for at, mount in mounts_of(container):
            if "mountPath" not in mount and not _main_mounts(plan, mount["name"]):
                message = f'the main container does not mount "{mount["name"]}", so it is not known where'
                hint = f"write `volumeMounts: {{{mount['name']}: /PATH}}`"
                yield Fault("mount-without-path", (*field, *at[:2]), message, hint, reads=("volumes", "persistence"))


def _main_mounts(plan: ServicePlan, volume: str) -> bool:
    spec = plan.spec
    configs: JsonMap = {"config": spec.get("config", {}), **spec.get("configs", {})}
    return any(volume in items and items[volume].get("mount") for items in (
        spec.get("volumes", {}), spec.get("persistence", {}), configs
    ))  # fmt: skip


def _container(plan: ServicePlan, path: Path, container: JsonMap) -> Iterator[Fault]:
    for probe in PROBES:
        if probe in container:
            yield from _probe((*path, probe), probe, container[probe])
    policy = "restartPolicy" if path else "containerRestartPolicy"
    if "restartPolicyRules" in container and policy not in container:
        message = "rules for restarts make exceptions from a policy of the container, and it has none"
        yield Fault("missing-field", (*path, "restartPolicyRules"), message, f"add `{policy}: Never`", reads=(policy,))
    if plan.spec.get("restartPolicy") == "Never" and policy not in container:
        for index, item in enumerate(container.get("resizePolicy", [])):
            if item.get("restartPolicy") == "RestartContainer":
                message = "a container that is never restarted cannot be restarted to get other resources"
                where = (*path, "resizePolicy", index, "restartPolicy")
                yield Fault("contradicting-restarts", where, message, "write `NotRequired`", reads=("restartPolicy",))
    for hook, own in container.get("lifecycle", {}).items():
        given = [name for name in _HOOKS if isinstance(own, dict) and name in own]
        if len(given) > 1:
            yield _several((*path, "lifecycle", hook), given)
        elif hook == "preStop" and given:
            yield from _pre_stop(plan, (*path, "lifecycle", hook), given[0], own[given[0]])


def _several(field: Path, given: list[str]) -> Fault:
    return Fault("several-handlers", field, f"it does one thing, not {' and '.join(given)}", "remove all but one")


def _probe(field: Path, name: str, own: JsonMap) -> Iterator[Fault]:
    given = [handler for handler in HANDLERS if handler in own]
    if len(given) > 1:
        yield _several(field, given)
    if name != "readinessProbe" and own.get("successThreshold", 1) != 1:
        message = f"a {name} has passed when it passes once: successThreshold is 1"
        yield Fault("invalid-threshold", (*field, "successThreshold"), message, "remove it")
    if name == "readinessProbe" and "terminationGracePeriodSeconds" in own:
        message = "a readinessProbe stops no container, so it has no terminationGracePeriodSeconds"
        yield Fault("invalid-threshold", (*field, "terminationGracePeriodSeconds"), message, "remove it")


def _pre_stop(plan: ServicePlan, field: Path, handler: str, own: JsonMap) -> Iterator[Fault]:
    """The grace period counts from the start of the hook
    (https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution)."""
    grace = plan.spec.get("terminationGracePeriodSeconds", USUAL_GRACE)
    reads = ("terminationGracePeriodSeconds",)
    seconds = _seconds(handler, own)
    if grace == 0:
        message = "the pod is killed at once: nothing runs before it stops"
        yield Fault(
            "hook-without-time", field, message, "give `terminationGracePeriodSeconds` more than 0", reads=reads
        )
    elif seconds is not None and seconds > grace:
        message = f"the pause before it stops takes {seconds} seconds, and after {grace} the pod is killed"
        hint = f"set `terminationGracePeriodSeconds` to more than {seconds}"
        yield Fault("hook-without-time", field, message, hint, reads=reads)


def _seconds(handler: str, own: JsonMap) -> int | None:
    """How long a hook takes that does nothing but wait."""
    if handler == "sleep":
        seconds: Json = own.get("seconds")
        return seconds if isinstance(seconds, int) else None
    if handler != "exec":
        return None
    command = own.get("command", [])
    if len(command) == 3 and command[0] in ("sh", "/bin/sh", "bash", "/bin/bash") and command[1] == "-c":
        text = command[2]
    else:
        text = " ".join(str(part) for part in command)
    match = _SLEEP.fullmatch(str(text))
    return int(match[1]) if match else None
