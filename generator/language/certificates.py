"""Certificates that cert-manager makes."""

from __future__ import annotations

from generator.language.ingress import ISSUER, ISSUERS, issued
from generator.language.naming import renamed
from generator.language.types import Field, array, custom, described, map_of, named, once, string

FIELDS = (
    Field(
        "certificates",
        named(
            once(
                custom(
                    "cert-manager.io/v1/Certificate",
                    "spec",
                    name=described("The Certificate's name; this one by default.", string("dns-subdomain")),
                    labels=described("Labels of the Certificate only.", map_of(string("label-value"), "label-key")),
                    annotations=described(
                        "Annotations of the Certificate. Placeholders are replaced.", map_of(string(), "label-key")
                    ),
                    secretName=described(
                        "The Secret that it is kept in; named as the Certificate by default.", string("dns-subdomain")
                    ),
                    dnsNames=described(
                        "Its host names; those of `expose` by default, where it has no other names. Placeholders are "
                        "replaced.",
                        array(string("host")),
                    ),
                    **ISSUER,
                ),
                ISSUERS,
            ),
            "dns-subdomain",
        ),
        "Certificates of cert-manager by name, with all fields of its own. The issuer is that of `ingress` by default.",
        {
            "orders-mtls": {
                "issuer": "internal-ca",
                "dnsNames": ["orders.{namespace}.svc"],
                "usages": ["server auth", "client auth"],
            }
        },
        expand=renamed("certificates", issued),
    ),
)
