"""External secrets without a store, and keys that they do not give."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import JsonMap, Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import external_secret


def check(plan: ServicePlan) -> Iterator[Fault]:
    """`plan` is that of the service as a whole."""
    given: dict[str, set[str] | None] = {}
    for path, secret, own in external_secret.every(plan):
        if external_secret.store(plan, own) is None:
            message = "no store is named, neither here nor for the environment"
            hint = "set `secretStore` of the environment, or `store` here"
            yield Fault("missing-secret-store", path, message, hint, reads=("secretStore",))
        if not own.get("data") and "dataFrom" not in own:
            message = f'the Secret "{secret}" would be empty'
            yield Fault(
                "missing-field",
                path,
                message,
                "add `data:` or `dataFrom:`",
                reads=("externalSecret", "externalSecrets"),
            )
        for key, item in own.get("data", {}).items():
            if "remoteRef" not in item and "sourceRef" not in item:
                message = f'the key "{key}" has no remoteRef'
                yield Fault(
                    "missing-field",
                    (*path, "data", key),
                    message,
                    "write `KEY#PROPERTY`",
                    reads=("externalSecret", "externalSecrets"),
                )
        if secret in given:
            message = f'two external secrets make the Secret "{secret}"'
            yield Fault("duplicate-secret", path, message, "set another `target.name`")
        given[secret] = external_secret.keys(own)
    if given:
        for path, workload in plan.placed_workloads:
            yield from _variables(workload, path, given)


def _variables(plan: ServicePlan, path: Path, given: dict[str, set[str] | None]) -> Iterator[Fault]:
    places: list[tuple[Path, JsonMap]] = [(("env",), plan.spec.get("env", {}))]
    for group in ("containers", "initContainers"):
        places += [((group, name, "env"), own.get("env", {})) for name, own in plan.spec.get(group, {}).items()]
    for place, variables in places:
        for name, item in variables.items():
            reference = item.get("secret")
            own = reference if isinstance(reference, dict) else {"key": reference}
            secret, key = own.get("name", plan.secret_name), own.get("key")
            known = given.get(secret)
            if key is not None and known is not None and key not in known:
                hint = did_you_mean(key, known) or "add it to the external secret's `data`"
                message = f'the external secret of "{secret}" gives no key "{key}"'
                field = (*path, *place, name, "secret")
                yield Fault("unknown-secret-key", field, message, hint, reads=("externalSecret", "externalSecrets"))
