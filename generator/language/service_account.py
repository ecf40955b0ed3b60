"""The identity of the pods."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import (
    Field,
    Reach,
    array,
    boolean,
    described,
    either,
    enum,
    fields,
    kubernetes,
    map_of,
    string,
)

UNSET = "Unset"
"""What is left to Kubernetes."""

_NAMES = array(either(string("dns-subdomain"), kubernetes("LocalObjectReference")))


def _expand(value: Json) -> JsonMap:
    if isinstance(value, str):
        return {"serviceAccount": {"name": value, "create": False}}
    if not isinstance(value, dict):
        return {"serviceAccount": value}
    lists = {key: value[key] for key in ("imagePullSecrets", "secrets") if isinstance(value.get(key), list)}
    named = {key: [{"name": item} if isinstance(item, str) else item for item in items] for key, items in lists.items()}
    return {"serviceAccount": {**value, **named}}


FIELDS = (
    Field(
        "serviceAccount",
        either(
            string("dns-subdomain"),
            fields(
                name=described("The account's name; the service's by default.", string("dns-subdomain")),
                create=described("Whether the account is created here.", boolean()),
                automount=described(
                    "Whether the pods get the account's token: by default only with rights of its own (`rbac`). "
                    "`Unset` leaves it to Kubernetes, which mounts it; neither the account nor the pods say so then.",
                    either(boolean(), enum(UNSET)),
                ),
                labels=described("Labels of the account.", map_of(string("label-value"), "label-key")),
                annotations=described("Annotations, such as a cloud identity.", map_of(string(), "label-key")),
                imagePullSecrets=described(
                    "Secrets with registry credentials for every pod of the account, by name.", _NAMES
                ),
                secrets=described(
                    "Secrets that pods of the account may use, by name.",
                    array(either(string("dns-subdomain"), kubernetes("ObjectReference"))),
                ),
            ),
        ),
        "The service account: the name of one that exists, or its fields. By default each service has its own, whose "
        "token is not mounted.",
        {"automount": True, "annotations": {"iam.gke.io/gcp-service-account": "orders@shop.iam.gserviceaccount.com"}},
        default={"create": True},
        expand=_expand,
        reach=Reach.SERVICE,
    ),
    Field(
        "automountServiceAccountToken",
        boolean(),
        "Whether the pods of this workload get the account's token, where that differs from "
        "`serviceAccount.automount`: for one of several workloads, or where the account says no and these pods yes.",
        True,
    ),
)
