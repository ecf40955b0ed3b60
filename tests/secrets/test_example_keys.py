"""A private key in the repository is an example only as long as all that it opens is one."""

from __future__ import annotations

import pytest

from tests.secrets.shop import Shop

_ENVIRONMENTS = """\
name: shop
secrets: {{people: {{alice: {alice}, bob: {bob}}}}}
environments:
  dev: {{kubernetes: "1.36", secrets: {{readers: [alice], exampleKeys: true}}}}
  prod: {{kubernetes: "1.36", secrets: {{readers: [{prod}]}}}}
"""


@pytest.mark.parametrize("reader", ["alice", "bob"])
def test_an_example_key_that_opens_another_environment_is_refused(shop: Shop, reader: str) -> None:
    platform = _ENVIRONMENTS.format(alice=shop.alice.public, bob=shop.bob.public, prod=reader)
    (shop.root / "catalog/platform.yaml").write_text(platform)
    (shop.root / "dev.agekey").write_text(f"# EXAMPLE\n{shop.alice.private}\n")
    told = shop.command("secrets", "check").stdout
    message = f"dev.agekey:2:1: error[private-key-in-repository] this is the private key of {shop.alice.public}\n"
    assert (message in told) == (reader == "alice")
    assert ("dev.agekey" in told) == (reader == "alice")
