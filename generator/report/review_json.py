"""A review -> JSON for programs: one object, with a list of environments."""

from __future__ import annotations

import json

from msgspec.structs import asdict

from generator.json_types import JsonMap
from generator.review.lines import lines
from generator.review.objects import ObjectChange
from generator.review.review import Review, ServiceChange


def as_json(review: Review) -> str:
    environments = [
        {
            "name": name,
            "services": [_service(item) for item in review.services.get(name, ())],
            "secrets": [asdict(item) for item in review.secrets.get(name, ())],
        }
        for name in review.environments
    ]
    found = {
        "since": review.since,
        "environments": environments,
        "delivery": dict(sorted(review.delivery.items())),
        "findings": [finding.as_json() for finding in review.findings],
        "skipped": dict(review.skipped),
    }
    return json.dumps(found, indent=2)


def _service(service: ServiceChange) -> JsonMap:
    return {
        "service": service.unit,
        "status": service.status,
        "images": [step._asdict() for step in service.images],
        "replicas": [step._asdict() for step in service.replicas],
        "changes": list(service.words),
        "dangers": [danger._asdict() for danger in service.dangers],
        "objects": [_object(change) for change in service.objects],
    }


def _object(change: ObjectChange) -> JsonMap:
    told = [f"{sign} {text}" for sign, text in lines(change)]
    return {
        "kind": change.kind,
        "namespace": change.namespace,
        "name": change.name,
        "status": change.status,
        "diff": told,
    }
