"""Who can read the Secrets of an environment: what the platform file says, what sops is told, what is refused."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from generator.json_types import JsonMap
from generator.model.recipients import CLUSTER, rules
from tests.conftest import Workspace
from tests.secrets.age_keys import key_pair

ANN, BOB, DEV, PROD = (key_pair().public for _ in range(4))

PLATFORM = f"""\
secrets:
  people: {{ann: {ANN}, bob: [{BOB}]}}
  groups: {{everybody: [team, bob], team: [ann]}}
  maxAge: 1y
environments:
  dev: {{secrets: {{readers: [everybody], cluster: {DEV}, maxAge: 2w, exampleKeys: true}}}}
  base: {{abstract: true, secrets: {{readers: [team]}}}}
  prod: {{extends: base, secrets: {{cluster: [{PROD}], sops: {{pgp: ABCD, kms: "arn:aws:kms:eu-west-1:1:key/1"}}}}}}
  open: {{}}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = Workspace(tmp_path)
    (tmp_path / "catalog" / "services").mkdir(parents=True)
    return found


def platform(text: str) -> JsonMap:
    import yaml

    data: JsonMap = yaml.safe_load(text)
    return data


def test_groups_stand_for_their_people() -> None:
    found = rules(platform(PLATFORM))
    assert found["dev"].age == dict(sorted({ANN: "ann", BOB: "bob", DEV: CLUSTER}.items()))
    assert found["prod"].age == dict(sorted({ANN: "ann", PROD: CLUSTER}.items()))
    assert not found["open"]
    assert (found["dev"].max_age, found["prod"].max_age) == (14 * 86400, 365 * 86400)
    assert (found["dev"].example, found["prod"].example) == (True, False)


def test_the_rules_for_sops_have_one_for_each_environment(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", PLATFORM)
    assert workspace.kubecatalog("render").code == 0
    written = (workspace.root / ".sops.yaml").read_text()
    names = {ANN: "ann", BOB: "bob", DEV: CLUSTER, PROD: CLUSTER}

    def recipients(*keys: str) -> str:
        return "".join(f"  - {key}  # {names[key]}\n" for key in sorted(keys))

    assert written.partition("\n")[2] == (
        r"""creation_rules:
- path_regex: ^secrets/dev/[^/]+\.sops\.yaml$
  encrypted_regex: ^(data|stringData)$
  mac_only_encrypted: true
  age:
"""
        + recipients(ANN, BOB, DEV)
        + r"""- path_regex: ^secrets/prod/[^/]+\.sops\.yaml$
  encrypted_regex: ^(data|stringData)$
  mac_only_encrypted: true
  age:
"""
        + recipients(ANN, PROD)
        + """  kms: arn:aws:kms:eu-west-1:1:key/1
  pgp: ABCD
stores:
  yaml:
    indent: 2
"""
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "environments: {dev: {secrets: {readers: [an]}}}\nsecrets: {people: {ann: KEY}}\n",
            '1:42: error[unknown-reader] nobody is called "an"\n    did you mean "ann"?',
        ),
        (
            "environments: {dev: {production: true, secrets: {cluster: KEY, exampleKeys: true}}}\n",
            "1:123: error[example-keys-in-production] dev is in production, and its private keys may lie in",
        ),
        (
            "environments: {dev: {secrets: {readers: []}}}\n",
            "1:22: error[missing-recipients] nobody could read the Secrets of dev\n    add `readers`, or `cluster`",
        ),
        (
            "environments: {dev: {secrets: {readers: [a]}}}\nsecrets: {groups: {a: [b], b: [a]}, people: {ann: KEY}}\n",
            "2:20: error[group-cycle] the groups name one another in a circle: a -> b -> a",
        ),
        (
            "environments: {dev: {secrets: {cluster: KEYx}}}\n",
            "1:41: error[invalid-recipient] ",
        ),
        (
            "environments: {dev: {secrets: {readers: [ann], sops: {key_groups: [{age: [KEY]}]}}}}\n"
            "secrets: {people: {ann: KEY}}\n",
            "1:55: error[key-groups-and-recipients] sops reads either key groups or single recipients",
        ),
        (
            "environments: {dev: {secrets: {readers: [ann]}}}\nsecrets: {groups: {ann: [ann]}, people: {ann: KEY}}\n",
            '2:20: error[duplicate-reader] "ann" is both one of the people and a group',
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(text: str, said: str, workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", text.replace("KEY", ANN))
    result = workspace.kubecatalog("validate")
    assert result.code == 1
    assert f"catalog/platform.yaml:{said}" in result.out


def test_a_private_key_in_the_place_of_a_public_one_is_not_shown(workspace: Workspace) -> None:
    private = key_pair().private
    workspace.write("catalog/platform.yaml", f"secrets: {{people: {{ann: {private}}}}}\nenvironments: {{dev: {{}}}}\n")
    result = workspace.kubecatalog("validate")
    assert 'found "a private key", expected the public key of age, or of ssh' in result.out
    assert private[20:] not in result.out + result.err


def test_a_value_in_the_catalog_is_not_shown(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", "environments: {dev: {}}\n")
    service = """\
        image: registry.example.com/a/b:1
        secret:
          keys: {api-key: hunter2-hunter2}
        """
    workspace.write("catalog/services/app.yaml", dedent(service))
    result = workspace.kubecatalog("validate")
    assert "catalog/services/app.yaml:3:19: error[wrong-type] found a text, expected a map" in result.out
    assert "`kubecatalog secrets set`" in result.out
    assert "hunter2" not in result.out + result.err
