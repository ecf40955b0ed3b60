"""The language -> the JSON Schema of a service file and of the platform file, for editors and for `validate`.

Three things happen to the pieces that `language` is defined in: types of the Kubernetes API are put in from the
vendored definitions, every field may be null (a null removes), and nothing is required (each layer is partial).
The fields of workloads, pods and containers that the language has no field for are added under their own names.
"""

from __future__ import annotations

from collections.abc import Callable

from generator.catalog.documented import KEYWORD, documented, documented_custom
from generator.json_types import JsonMap
from generator.language import FIELDS, OF_SERVICE_ONLY
from generator.language.platform import PLATFORM
from generator.language.types import ONCE

_PACKAGES = ("api.core.v1", "api.apps.v1", "api.batch.v1", "api.networking.v1", "apimachinery.pkg.apis.meta.v1")

_LEVELS = {
    "pod": "PodSpec",
    "container": "Container",
    "Deployment": "DeploymentSpec",
    "Rollout": "argoproj.io/v1alpha1/Rollout#spec",
    "StatefulSet": "StatefulSetSpec",
    "DaemonSet": "DaemonSetSpec",
    "Job": "JobSpec",
    "CronJob": "CronJobSpec",
}
"""The types whose fields a service takes under their own names: those of its pod, its main container, its kind."""

NOT_IN_LANGUAGE = {
    "pod": {
        "containers", "initContainers", "ephemeralContainers", "volumes", "securityContext", "resources",
        "serviceAccount", "serviceAccountName", "automountServiceAccountToken", "priority", "overhead",
    },
    "container": {"name", "volumeMounts", "restartPolicy"},
    "Rollout": {"workloadRef", "restartAt"},
    "CronJob": {"jobTemplate"},
}  # fmt: skip
"""Fields of the API that another field of the language covers, or that only the cluster sets."""

_OF_WORKLOADS = {"selector", "template", "replicas", "serviceName", "updateStrategy", "volumeClaimTemplates"}

_SAID_ONCE = [["port", "ports.http"]]

CustomResources = Callable[[str, str], JsonMap]
"""API version and kind of a custom resource -> its vendored schema."""


def service_schema(definitions: JsonMap, custom: CustomResources) -> JsonMap:
    """The schema of `catalog/services/NAME.yaml`. `definitions` are those of the vendored Kubernetes schema."""
    build = _Builder(definitions, custom)
    layer = build.layer()
    layer["properties"]["environments"] = {
        "description": "What differs in an environment: any field of a service, by the environment's name.",
        "type": ["object"],
        "additionalProperties": {"$ref": "#/definitions/layer"},
    }
    return build.document("A service of the catalog", layer)


def platform_schema(definitions: JsonMap, custom: CustomResources) -> JsonMap:
    """The schema of `catalog/platform.yaml`."""
    build = _Builder(definitions, custom)
    root = build.resolve(PLATFORM)
    return build.document("The platform file of the catalog", root)


class _Builder:
    def __init__(self, definitions: JsonMap, custom: CustomResources) -> None:
        self.source = documented(definitions)
        self.custom = custom
        self.definitions: JsonMap = {}

    def document(self, title: str, root: JsonMap) -> JsonMap:
        self.definitions["layer"] = _nullable(self.layer())
        self.definitions["workload"] = _nullable(self.workload())
        return {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": title,
            **root,
            "definitions": dict(sorted(self.definitions.items())),
            "x-kubecatalog": {level: self.passed_through(level) for level in _LEVELS},
        }

    def layer(self) -> JsonMap:
        """All fields of a service but `environments`; each is a definition of its own, for it stands in many places."""
        schemas: JsonMap = {}
        for field in FIELDS.values():
            about = {"description": field.description, "examples": [field.example]}
            schemas[field.name] = {**about, **self.resolve(field.schema)}
        for level, definition in _LEVELS.items():
            api = self.definition(definition)["properties"]
            for name in self.passed_through(level):
                about = {"description": f"Kubernetes' own field `{name}` of the {level}."}
                schemas.setdefault(name, {**about, **self.from_api(api[name])})
        self.definitions.update((f"field-{name}", _nullable(schema)) for name, schema in schemas.items())
        properties = {name: {"$ref": f"#/definitions/field-{name}"} for name in sorted(schemas)}
        return {"type": ["object"], "properties": properties, "additionalProperties": False, ONCE: _SAID_ONCE}

    def workload(self) -> JsonMap:
        """The fields of a further workload of a service."""
        layer = self.layer()
        properties = {
            name: schema
            for name, schema in layer["properties"].items()
            if name not in OF_SERVICE_ONLY or name == "profiles"
        }
        return {**layer, "properties": properties}

    def passed_through(self, level: str) -> list[str]:
        api = self.definition(_LEVELS[level])["properties"]
        others = _OF_WORKLOADS if level[0].isupper() else set()
        return sorted(api.keys() - FIELDS.keys() - NOT_IN_LANGUAGE.get(level, set()) - others)

    def resolve(self, schema: JsonMap) -> JsonMap:
        """One piece of the language -> plain JSON Schema."""
        if "x-layer" in schema:
            return {**{k: v for k, v in schema.items() if k != "x-layer"}, "$ref": f"#/definitions/{schema['x-layer']}"}
        if "x-kubernetes" in schema:
            return self._kubernetes(schema)
        resolved: JsonMap = {}
        for key, value in schema.items():
            if key == "properties":
                needed = schema.get("required", ()) if "x-keep-required" in schema else ()
                resolved[key] = {
                    name: self.resolve(item) if name in needed else _nullable(self.resolve(item))
                    for name, item in value.items()
                }
            elif key == "additionalProperties" and isinstance(value, dict):
                resolved[key] = _nullable(self.resolve(value))
            elif key == "items":
                resolved[key] = self.resolve(value)
            elif key == "x-keep-required":
                resolved["required"] = schema["required"]
            elif key != "required":
                resolved[key] = value
        return resolved

    def _kubernetes(self, schema: JsonMap) -> JsonMap:
        name = schema["x-kubernetes"]
        rest = {
            key: value for key, value in schema.items() if key == ONCE or (not key.startswith("x-") and key != "type")
        }
        kept = {"required": schema["required"]} if "x-keep-required" in schema else {}
        rest.pop("required", None)
        if "items" in rest:  # of a list that may stand in its place
            rest["items"] = self.resolve(rest["items"])
        definition = self.definition(name)
        if not schema["x-without"] and not schema["x-more"] and not schema.get("type"):
            return {**rest, **(self.from_api(definition) if "#" in name else self.reference(name))}
        api = definition["properties"]
        properties = {
            key: _nullable(self.from_api(value)) for key, value in api.items() if key not in schema["x-without"]
        }
        for key, value in schema["x-more"].items():
            more = self.resolve(value)
            properties[key] = more if key in kept.get("required", ()) else _nullable(more)
        types = [*schema.get("type", []), *([] if "object" in schema.get("type", []) else ["object"])]
        return {**rest, **kept, "type": types, "properties": properties, "additionalProperties": False}

    def definition(self, name: str) -> JsonMap:
        if "#" in name:
            return self.part_of_custom(*name.split("#"))
        if "." in name:
            found: JsonMap = self.source[f"io.k8s.api.{name}"]
            return found
        for package in _PACKAGES:
            if f"io.k8s.{package}.{name}" in self.source:
                found = self.source[f"io.k8s.{package}.{name}"]
                return found
        raise KeyError(name)

    def part_of_custom(self, kind: str, path: str) -> JsonMap:
        schema = self.custom(*kind.rsplit("/", 1))
        definitions = schema["$defs"]
        part: JsonMap = documented_custom(kind, definitions[schema["$ref"].rsplit("/", 1)[1]])
        for step in path.split(".") if path else ():
            part = part["properties"][step.rstrip("[]")]
            for _ in range(step.count("[]")):
                part = part["items"]
        return part

    def reference(self, name: str) -> JsonMap:
        """A `$ref` to one type of the API, which is added to `definitions` with all that it needs."""
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = _nullable(self.from_api(self.definition(name)))
        return {"$ref": f"#/definitions/{name}"}

    def from_api(self, schema: JsonMap) -> JsonMap:
        """A piece of the Kubernetes schema -> one in which every field is optional and may be null."""
        if "$ref" in schema:
            full = schema["$ref"].rsplit("/", 1)[1]
            if full.endswith(".Quantity"):
                return {"type": ["string", "number"], "format": "quantity"}
            if full.endswith(".IntOrString"):
                return {"type": ["integer", "string"]}
            package, _, name = full.rpartition(".")
            known = any(package == f"io.k8s.{item}" for item in _PACKAGES)
            return self.reference(name if known else full.removeprefix("io.k8s.api."))
        resolved: JsonMap = {}
        for key, value in schema.items():
            if key == "type":
                types = value if isinstance(value, list) else [value]
                resolved[key] = [item for item in types if item != "null"]
            elif key == "properties":
                resolved[key] = {name: _nullable(self.from_api(item)) for name, item in value.items()}
            elif key == "additionalProperties" and isinstance(value, dict):
                resolved[key] = _nullable(self.from_api(value))
            elif key == "items":
                resolved[key] = self.from_api(value)
            elif key in ("additionalProperties", "enum"):
                resolved[key] = value
        return {**resolved, **schema.get(KEYWORD, {})}


def _nullable(schema: JsonMap) -> JsonMap:
    """The same schema, which also allows null. A `$ref` points at a definition that already does."""
    allowed = dict(schema)
    if "type" in schema and "null" not in schema["type"]:
        allowed["type"] = [*schema["type"], "null"]
    if "enum" in schema and None not in schema["enum"]:
        allowed["enum"] = [*schema["enum"], None]
    return allowed
