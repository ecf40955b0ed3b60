"""The identity of the pods."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import Field, Reach, boolean, described, either, fields, map_of, string


def _expand(value: Json) -> JsonMap:
    return {"serviceAccount": {"name": value, "create": False} if isinstance(value, str) else value}


FIELDS = (
    Field(
        "serviceAccount",
        either(
            string("dns-subdomain"),
            fields(
                name=described("The account's name; the service's by default.", string("dns-subdomain")),
                create=described("Whether the account is created here.", boolean()),
                automount=described("Whether the pods get the account's token.", boolean()),
                annotations=described("Annotations, such as a cloud identity.", map_of(string(), "label-key")),
            ),
        ),
        "The service account: the name of one that exists, or its fields. By default each service has its own, whose "
        "token is not mounted.",
        {"automount": True, "annotations": {"iam.gke.io/gcp-service-account": "orders@shop.iam.gserviceaccount.com"}},
        default={"create": True, "automount": False},
        expand=_expand,
        reach=Reach.SERVICE,
    ),
)
