"""CustomResourceColumnDefinition: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

TYPE = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition"


def path(value: Json) -> Wrong | None:
    return None if value.startswith(".") else malformed(value, "a path that begins with .", "write it as .spec.size")


FIELDS = {
    "name": Field(required=True),
    "type": Field(one_of("integer", "number", "string", "boolean", "date"), required=True),
    "format": Field(one_of("int32", "int64", "float", "double", "byte", "date", "date-time", "password")),
    "jsonPath": Field(path, required=True),
}
