"""`new`: add a service to the catalog, to be edited."""

from __future__ import annotations

from pathlib import Path

from generator.catalog import near
from generator.catalog.formats import FORMATS
from generator.catalog.load import PLATFORM_FILE, SERVICES_FOLDER, SUFFIXES
from generator.errors import KubecatalogError

SERVICE = """\
image: {image}
port: {port}
health: /health
replicas: 2

env:
  LOG_LEVEL: info

environments:
  dev: {{env: {{LOG_LEVEL: debug}}}}
"""


def run(root: Path, name: str, image: str, port: int) -> int:
    label, form = FORMATS["dns-label"], FORMATS["image"]
    if not label.check(name):
        raise KubecatalogError(f'"{name}" cannot name a service', _instead("dns-label", name))
    if image and not form.check(image):
        raise KubecatalogError(f'"{image}" is not an image', _instead("image", image))
    if not (root / PLATFORM_FILE).exists():
        raise KubecatalogError(f"there is no {PLATFORM_FILE} here", "run `kubecatalog init` first")
    for suffix in SUFFIXES:
        if (root / SERVICES_FOLDER / f"{name}{suffix}").exists():
            raise KubecatalogError(f"{SERVICES_FOLDER}/{name}{suffix} is already there", "edit it")
    path = root / SERVICES_FOLDER / f"{name}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SERVICE.format(image=image or f"registry.example.com/{name}:1.0.0", port=port))
    except OSError as error:
        raise KubecatalogError(f"{error.filename} cannot be written: {error.strerror}", "check permissions") from None
    print(f"wrote {SERVICES_FOLDER}/{name}.yaml; next: edit it, then kubecatalog render")
    return 0


def _instead(form: str, text: str) -> str:
    guess, expected = near.meant(form, text), FORMATS[form]
    return f'did you mean "{guess}"?' if guess else f"expected {expected.expected}, for example {expected.example}"
