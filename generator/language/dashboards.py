"""Dashboards of Grafana."""

from __future__ import annotations

from generator.language.naming import renamed
from generator.language.types import Field, Reach, described, fields, map_of, named, string

_LABELS = map_of(string("label-value"), "label-key")

FIELDS = (
    Field(
        "dashboards",
        named(
            fields(
                **{"from": described("The path of the JSON file beside the catalog file.", string("relative-path"))},
                name=described(
                    "The ConfigMap's name; the service's and the dashboard's by default.", string("dns-subdomain")
                ),
                folder=described("The folder of Grafana in which it appears.", string()),
                labels=described("More labels of the ConfigMap.", _LABELS),
                annotations=described("More annotations of the ConfigMap.", map_of(string(), "label-key")),
            )
        ),
        "Dashboards of Grafana by name: JSON files as Grafana exports them, each in a ConfigMap that Grafana's sidecar "
        "takes up.",
        {"overview": {"from": "orders/overview.json", "folder": "Shop"}},
        expand=renamed("dashboards"),
        reach=Reach.SERVICE,
    ),
    Field(
        "grafana",
        fields(
            labels=described(
                'The labels by which the sidecar finds dashboards; `grafana_dashboard: "1"` by default.', _LABELS
            ),
            folder=described("The folder of dashboards that name none.", string()),
            folderAnnotation=described(
                "The annotation that the sidecar takes the folder from; `grafana_folder` by default.",
                string("label-key"),
            ),
        ),
        "How Grafana's sidecar finds `dashboards`: for the defaults of the platform.",
        {"labels": {"grafana_dashboard": "1"}, "folder": "Shop"},
        reach=Reach.SERVICE,
    ),
)
