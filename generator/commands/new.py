"""`new`: add a service to the catalog, to be edited."""

from __future__ import annotations

from pathlib import Path

from generator.catalog import near
from generator.catalog.formats import FORMATS
from generator.catalog.load import DEFAULTS, PLATFORM_FILE, SERVICES_FOLDER, service_files
from generator.errors import KubecatalogError
from generator.starter.schemas import modeline

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


def run(root: Path, service: str, image: str, port: int) -> int:
    """`service` is its name, after the folders that it is to be in: `checkout/orders`."""
    label, form = FORMATS["dns-label"], FORMATS["image"]
    folders, _, name = service.rpartition("/")
    folder = f"{SERVICES_FOLDER}/{folders}".rstrip("/")
    if not label.check(name):
        raise KubecatalogError(f'"{name}" cannot name a service', instead("dns-label", name))
    if image and not form.check(image):
        raise KubecatalogError(f'"{image}" is not an image', instead("image", image))
    if not (root / PLATFORM_FILE).exists():
        raise KubecatalogError(f"there is no {PLATFORM_FILE} here", "run `kubecatalog init` first")
    if folders and not (root / folder / DEFAULTS).is_file():
        hint = f"add {folder}/{DEFAULTS}, with what the services in it have in common; it may be `{{}}`"
        raise KubecatalogError(f"{folder} is no folder of services", hint)
    known, _ = service_files(root)
    if name in known:
        raise KubecatalogError(f"{known[name]} is already there", "edit it")
    path = root / folder / f"{name}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(f"{folder}/{name}.yaml", image or default_image(name), port))
    except OSError as error:
        raise KubecatalogError(f"{error.filename} cannot be written: {error.strerror}", "check permissions") from None
    print(f"wrote {folder}/{name}.yaml; next: edit it, then kubecatalog render")
    return 0


def text_of(file: str, image: str, port: int) -> str:
    return modeline(file) + SERVICE.format(image=image, port=port)


def default_image(name: str) -> str:
    return f"registry.example.com/{name}:1.0.0"


def instead(form: str, text: str) -> str:
    guess, expected = near.meant(form, text), FORMATS[form]
    return f'did you mean "{guess}"?' if guess else f"expected {expected.expected}, for example {expected.example}"
