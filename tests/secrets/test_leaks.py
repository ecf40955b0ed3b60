from __future__ import annotations

import base64
import os
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pytest

from generator.cache.index import Known
from generator.findings import Finding
from generator.secrets.file import fingerprint, read
from generator.secrets.leaks import findings
from tests.secrets.age_keys import key_pair
from tests.secrets.encrypted import Vault
from tests.secrets.repo import ENVIRON, Repo, ciphertext, encrypted, repo

CANARY = "canary-hunter2"
ORDERS = "secrets/dev/orders.sops.yaml"
PLAIN = f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  user: ''\n  password: {CANARY}\n"
PLAIN_TOLD = 'plain-secret stringData.password: the Secret "db" holds values that are not encrypted: password'
TOLD = "holds values that are not encrypted"


@pytest.fixture
def own(tmp_path: Path) -> Repo:
    return repo(tmp_path / "own")


def found(
    root: Path,
    allowed: Collection[str] = (),
    exempt: Sequence[str] = (),
    known: Mapping[str, Known] | None = None,
    environ: Mapping[str, str] = ENVIRON,
) -> list[str]:
    return [told(finding) for finding in findings(root, environ, allowed, exempt=exempt, known=known or {})]


def told(finding: Finding) -> str:
    assert (finding.category, finding.severity) == ("secret", "error")
    assert finding.hint
    assert "canary" not in f"{finding.message} {finding.hint}" and "AGE-SECRET" not in finding.message
    field = finding.manifest.field if finding.manifest else ""
    return f"{finding.source} {finding.rule} {field}: {finding.message}"


def known(root: Path) -> dict[str, Known]:
    """The encrypted files of a repository."""
    files = sorted((root / "secrets").rglob("*.sops.yaml"))
    return {str(file.relative_to(root)): _known(file) for file in files}


def _known(path: Path) -> Known:
    file = read(str(path), path.read_bytes())
    keys = {key: fingerprint(text) for key, text in file.keys.items()}
    modified = str(file.sops.get("lastmodified", ""))
    return Known("", name=file.name, keys=keys, modified=modified)


def plain(text: str, tmp_path: Path, name: str = "x.yaml") -> list[str]:
    """What is found in one file, without its name."""
    Repo(tmp_path).write(name, text)
    return [line.removeprefix(f"{name}:") for line in found(tmp_path)]


# Which files, and which of their versions.


def test_tracked_staged_and_new_files_but_not_ignored_ones(own: Repo) -> None:
    for name in ("tracked", "removed", "changed"):
        own.write(f"base/{name}.yaml", PLAIN)
    own.write(".gitignore", "ignored*\n")
    own.write("ignored but tracked.yaml", PLAIN)
    own.git("add", "-f", "ignored but tracked.yaml")
    own.commit()
    (own.root / "base/removed.yaml").unlink()
    own.write("base/changed.yaml", "kind: Secret\n")
    own.git("add", "base/changed.yaml", "base/removed.yaml")
    own.write(".github/staged ä.yaml", PLAIN)
    own.git("add", ".github")
    own.write("overlays/new\nline.yaml", PLAIN)
    own.write("ignored.yaml", PLAIN)
    names = (".github/staged ä.yaml", "base/tracked.yaml", "ignored but tracked.yaml", "overlays/new\nline.yaml")
    assert found(own.root) == [f"{name}:7:3 {PLAIN_TOLD}" for name in names]


def test_what_is_staged_is_looked_at_where_it_is_another_version(own: Repo) -> None:
    own.commit()
    for name in ("cleaned", "removed", "both"):
        own.write(f"{name}.yaml", PLAIN)
    own.git("add", ".")
    own.write("cleaned.yaml", "kind: Secret\n")
    (own.root / "removed.yaml").unlink()
    own.write("both.yaml", f"# above\n{PLAIN}")
    staged = "; this is how it is staged"
    assert found(own.root) == [
        f"both.yaml:8:3 {PLAIN_TOLD}",
        f"cleaned.yaml:7:3 {PLAIN_TOLD}{staged}",
        f"removed.yaml:7:3 {PLAIN_TOLD}{staged}",
    ]


def test_another_secret_is_staged_than_lies_in_the_working_tree(own: Repo) -> None:
    one, other = key_pair(), key_pair()
    own.write("key.txt", one.private)
    own.git("add", ".")
    own.write("key.txt", other.private)
    rule = "key.txt:1:1 private-key-in-repository : this is the private key of"
    assert found(own.root) == [f"{rule} {other.public}", f"{rule} {one.public}; this is how it is staged"]


def test_only_below_the_root(own: Repo) -> None:
    own.write("above.yaml", PLAIN)
    own.write("deploy/base/x.yaml", PLAIN)
    own.git("add", ".")
    (own.root / "deploy/base/x.yaml").unlink()
    own.write("deploy/y.yaml", PLAIN)
    assert found(own.root / "deploy") == [
        f"base/x.yaml:7:3 {PLAIN_TOLD}; this is how it is staged",
        f"y.yaml:7:3 {PLAIN_TOLD}",
    ]


def test_outside_of_a_repository_all_but_folders_with_a_dot(tmp_path: Path) -> None:
    own = Repo(tmp_path)
    for name in ("a.yaml", "b/c.yaml", ".hidden.yaml", ".venv/lib/x.yaml"):
        own.write(name, PLAIN)
    expected = [f"{name}:7:3 {PLAIN_TOLD}" for name in (".hidden.yaml", "a.yaml", "b/c.yaml")]
    assert found(tmp_path) == expected
    assert found(tmp_path, environ={**ENVIRON, "PATH": "/nonexistent"}) == expected


def test_a_merge_that_is_not_done(own: Repo) -> None:
    own.write("x.yaml", "a: 1\n")
    own.commit()
    own.git("switch", "-q", "-c", "other")
    own.write("x.yaml", PLAIN)
    own.commit()
    own.git("switch", "-q", "main")
    own.write("x.yaml", "b: 2\n")
    own.commit()
    own.git("merge", "other", code=1)
    assert found(own.root) == ["x.yaml:10:3 " + PLAIN_TOLD]


def test_links_submodules_and_pipes_hold_nothing(own: Repo, tmp_path: Path) -> None:
    outside = Repo(tmp_path).write("outside.yaml", PLAIN)
    for link, target in {
        "file.yaml": outside,
        "folder": tmp_path,
        "loop.env": Path("loop.env"),
        "x.dec.yaml": outside,
    }.items():
        (own.root / link).symlink_to(target)
    inner = repo(tmp_path / "inner")
    inner.write("x.yaml", PLAIN)
    inner.commit()
    own.git("submodule", "--quiet", "add", str(inner.root), "inner")
    own.git("add", ".")
    os.mkfifo(own.root / "pipe.env")
    assert found(own.root) == []
    # A file that became a link is still staged as a file.
    own.write("was.yaml", PLAIN)
    own.git("add", "was.yaml")
    (own.root / "was.yaml").unlink()
    (own.root / "was.yaml").symlink_to(outside)
    assert found(own.root) == [f"was.yaml:7:3 {PLAIN_TOLD}; this is how it is staged"]


def test_settings_of_the_user_change_nothing(own: Repo) -> None:
    own.write("x.yaml", PLAIN)
    own.git("add", ".")
    for name, value in {
        "color.ui": "always",
        "grep.lineNumber": "true",
        "grep.column": "true",
        "grep.fullName": "true",
        "grep.patternType": "fixed",
        "grep.extendedRegexp": "false",
        "submodule.recurse": "true",
        "core.quotePath": "true",
    }.items():
        own.git("config", name, value)
    assert found(own.root) == [f"x.yaml:7:3 {PLAIN_TOLD}"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_other_encodings(own: Repo, encoding: str) -> None:
    own.write("x.yaml", PLAIN.replace("''", "''  # für").encode(encoding))
    assert found(own.root) == [f"x.yaml:7:3 {PLAIN_TOLD}"]


def test_a_private_key_inside_of_a_binary_file(own: Repo) -> None:
    pair = key_pair()
    own.write("core", b"\0\xff\n\0" + pair.private.encode() + b"\0\xfe")
    assert found(own.root) == [f"core:2:2 private-key-in-repository : this is the private key of {pair.public}"]


def test_huge_files_are_never_passed_over(own: Repo) -> None:
    own.write("dump.sql", key_pair().private + "\n" + "x\n" * 5_000_000)
    own.write("harmless.sql", "x\n" * 5_500_000)
    own.write("one.json", '{"items": ["' + "x" * 1_100_000 + '", {"kind":"Secret","data":{"a":"canary"}}]}')
    own.write("long.yaml", PLAIN + "x: " + "x" * 1_100_000 + "\n")
    expected = [
        "dump.sql:1:1 unchecked-file : the file has 10,000,075 bytes and may hold a secret; at most 10,000,000 are "
        "looked at",
        f"long.yaml:7:3 {PLAIN_TOLD}",
        "one.json:1:1100018 unchecked-file : there may be a plain Secret in a document of 1,100,056 characters; at "
        "most 1,000,000 are read",
    ]
    assert found(own.root) == expected
    assert found(own.root, exempt=["dump.sql", "*.json", "*.yaml"]) == []
    assert found(own.root, environ={**ENVIRON, "PATH": "/nonexistent"}) == expected


def test_an_unreadable_file_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Repo(tmp_path).write("x.yaml", PLAIN)

    def refuse(_: Path) -> bytes:  # a file that root cannot read is hard to make
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert found(tmp_path) == ["x.yaml:1:1 unchecked-file : the file cannot be read: Permission denied"]


def test_many_files_take_well_under_half_a_second(own: Repo) -> None:
    text = "apiVersion: apps/v1\nkind: Deployment\n" + "  field: value of something\n" * 40
    for number in range(1_000):
        for name in "abcdefghij":
            own.write(f"base/s{number}/{name}.yaml", text)
    own.write("base/s500/k.yaml", PLAIN)
    own.commit()
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        assert found(own.root) == [f"base/s500/k.yaml:7:3 {PLAIN_TOLD}"]
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.6  # a sixth of that on two idle cores


# Private keys.

_PEM_BODY = base64.b64encode(b"canary" * 8).decode()


def _encoded(kind: str) -> str:
    return base64.b64encode(f"-----BEGIN {kind}-----\n{_PEM_BODY}\n-----END {kind}-----\n".encode()).decode()


def test_private_keys_of_age(own: Repo) -> None:
    pair = key_pair()
    own.write("notes.md", f"# Keys\n\nMine is `{pair.private}`.\n")
    pq = "AGE-SECRET-KEY-PQ-1" + pair.private.removeprefix("AGE-SECRET-KEY-1")
    own.write("pq.txt", f"{pq}\n")
    own.write("wrong.txt", f"  {pair.private[:-1]}{'Q' if pair.private[-1] != 'Q' else 'P'}\n")
    own.write("docs.md", f"AGE-SECRET-KEY-1...\nAGE-SECRET-KEY-1{'X' * 58}\nAGE-PLUGIN-YUBIKEY-1{'QPZRY9X8GF' * 5}\n")
    rule = "private-key-in-repository"
    expected = [
        f"notes.md:3:10 {rule} : this is the private key of {pair.public}",
        f"pq.txt:1:1 {rule} : this is a private key of age",
        f"wrong.txt:1:3 {rule} : this is a private key of age",
    ]
    assert found(own.root) == expected
    assert found(own.root, exempt=["*"]) == expected


def test_a_key_of_an_example_has_to_be_allowed_and_to_say_so(own: Repo) -> None:
    pair, other = key_pair(), key_pair()
    own.write("example.agekey", f"# An EXAMPLE, which protects nothing.\n{pair.private}\n")
    own.write("silent.agekey", f"# public key: {pair.public}\n{pair.private}\n")
    own.write("other.agekey", f"# EXAMPLE\n{other.private}\n")
    rule = "private-key-in-repository"
    silent = f"this is the private key of {pair.public}, and the file does not say that it is an example"
    assert found(own.root, [pair.public]) == [
        f"other.agekey:2:1 {rule} : this is the private key of {other.public}",
        f"silent.agekey:2:1 {rule} : {silent}",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"-----BEGIN PRIVATE KEY-----\n{_PEM_BODY}\n-----END PRIVATE KEY-----\n", "1:1 private key"),
        (f"-----BEGIN RSA PRIVATE KEY-----\n{_PEM_BODY}\n", "1:1 RSA private key"),
        (f"-----BEGIN OPENSSH PRIVATE KEY-----\r\n{_PEM_BODY}\r\n", "1:1 OPENSSH private key"),
        (f"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{_PEM_BODY}\n", "1:1 PGP private key"),
        (
            f"-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n{_PEM_BODY}\n",
            "1:1 EC private key",
        ),
        (f'{{"key": "-----BEGIN PRIVATE KEY-----\\n{_PEM_BODY}\\n"}}\n', "1:10 private key"),
        (f"#  -----BEGIN PRIVATE KEY-----\n#  {_PEM_BODY}\n", "1:4 private key"),
        (f"client-key-data: {_encoded('EC PRIVATE KEY')}\n", "1:18 EC private key"),
        (f"client-certificate-data: {_encoded('CERTIFICATE')}\n", ""),
        ("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n", ""),
        ('if text.startswith("-----BEGIN PRIVATE KEY-----"):\n    raise ValueError\n', ""),
        (f"-----BEGIN CERTIFICATE-----\n{_PEM_BODY}\n", ""),
        (f"-----BEGIN PUBLIC KEY-----\n{_PEM_BODY}\n", ""),
        ("-----BEGIN PRIVATE KEY" + "-" * 20_000 + "PRIVATE KEY-----" + "\\" * 20_000 + "Ab-" * 20_000, ""),
    ],
)
def test_private_keys_of_pem(own: Repo, text: str, expected: str) -> None:
    own.write("key", text)
    place, _, kind = expected.partition(" ")
    assert found(own.root) == ([f"key:{place} private-key-in-repository : this is a {kind}"] if expected else [])
    assert found(own.root, exempt=["ke*"]) == []


# Plain Secrets.


@pytest.mark.parametrize(
    "text",
    [
        "kind: Secret\nmetadata: {name: db}\n",
        "kind: Secret\nstringData: {}\ndata:\n",
        "kind: Secret\nstringData: {a: '', b: null, c: }\n",
        f"kind: Secret\ndata: {{a: '{ciphertext()}'}}\n",
        "kind: Secret\ndata:\n  a: ENC[AES256_GCM,data:l+wg=,iv:…,tag:…,type:str]\n  b: ENC[AES256_GCM,data:...]\n",
        "kind: Secret\nstringData: {a: '${DB_PASSWORD}', b: '{{ .Values.password }}', c: <password>}\n",
        "kind: Secret\nstringData:\n  a: {{ .Values.password | b64enc }}\n  b: ${PASSWORD}\n",
        f"apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec: {{encryptedData: {{a: {CANARY}}}}}\n",
        "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nspec: {data: [{secretKey: a}]}\n",
        "apiVersion: example.com/v1\nkind: Secret\ndata: {a: b}\n",
        "apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n",
        "target: {kind: Secret, name: db}\n---\nkind: ConfigMap\ndata: {a: b}\n",
        "# kind: Secret\nkind: ConfigMap\ndata:\n  a: b\n",
        "- kind: Secret\n  name: db\n- kind: ConfigMap\n  data:\n    a: b\n",
        "kind: Secret\n```\ndata:\n  a: b\n",
        "secretGenerator:\n- name: db\n  envs: [.env]\n- literals: [a=, 'b=${B}']\n",
        "a: &a {kind: Secret, stringData: {}}\nb: [*a, *a]\n",
    ],
)
def test_nothing_is_in_the_clear(tmp_path: Path, text: str) -> None:
    assert plain(text, tmp_path) == []


_WHOLE = {
    "one key of many": (
        f"kind: Secret\nmetadata: {{name: db}}\ndata:\n  a: {ciphertext()}\n  b: Y2FuYXJ5\n  c: {ciphertext()}\n",
        '5:3 plain-secret data.b: the Secret "db" holds values that are not encrypted: b',
    ),
    "many keys": (
        "kind: Secret\nstringData: {a: canary, b: canary, c: canary, d: canary, e: canary}\n",
        f"2:14 plain-secret stringData.a: a Secret {TOLD}: a, b, c and 2 more",
    ),
    "numbers": ("kind: Secret\nstringData: {pin: 1234}\n", f"2:14 plain-secret stringData.pin: a Secret {TOLD}: pin"),
    "a block": (
        "kind: Secret\nstringData:\n  key: |\n    canary\n",
        f"3:3 plain-secret stringData.key: a Secret {TOLD}: key",
    ),
    "second document": (
        f"kind: ConfigMap\n---\n# a comment\n{PLAIN}---\nkind: Service\n",
        f"10:3 {PLAIN_TOLD}",
    ),
    "windows": (PLAIN.replace("\n", "\r\n"), f"7:3 {PLAIN_TOLD}"),
    "List": (
        "kind: List\nitems:\n- kind: Secret\n  metadata: {name: db}\n  stringData:\n    password: canary\n",
        f"6:5 {PLAIN_TOLD}",
    ),
    "json": (
        '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"},\n "stringData": {"password": "canary"}}',
        f"2:17 {PLAIN_TOLD}",
    ),
    "pretty json": (
        '{\n\t"data": {\n\t\t"password": "Y2FuYXJ5"\n\t},\n\t"kind": "Secret"\n}\n',
        f"3:3 plain-secret data.password: a Secret {TOLD}: password",
    ),
    "json lines": (
        '{"kind":"Pod"}\n{"kind":"Secret","data":{"a":"Y2FuYXJ5"}}\n',
        f"2:26 plain-secret data.a: a Secret {TOLD}: a",
    ),
    "values of a chart": (
        "extraObjects:\n  - apiVersion: v1\n    kind: Secret\n    stringData:\n      a: canary\n",
        f"5:7 plain-secret stringData.a: a Secret {TOLD}: a",
    ),
    "anchor": (
        "x: &v {a: canary}\nkind: &k Secret\nstringData: *v\n",
        f"1:8 plain-secret stringData.a: a Secret {TOLD}: a",
    ),
    "secretGenerator": (
        "secretGenerator:\n- name: db\n  literals:\n  - user=\n  - password=canary\n",
        '5:5 plain-secret literals.password: the Secret "db" holds values that are not encrypted: password',
    ),
}


@pytest.mark.parametrize("case", _WHOLE)
def test_manifests(tmp_path: Path, case: str) -> None:
    text, expected = _WHOLE[case]
    assert plain(text, tmp_path) == [expected]


_SHOWN = {
    "markdown": (f"# How\n\n```yaml\n{PLAIN}```\n\npassword: none\n", f"10:3 {PLAIN_TOLD}"),
    "quoted": ("> kind: Secret\n> stringData:\n>   a: canary\n", f"3:5 plain-secret stringData.a: a Secret {TOLD}: a"),
    "commented out": (
        "a: 1\n# kind: Secret\n# stringData:\n#   a: canary # yes\nb: 2\n",
        f"4:5 plain-secret stringData.a: a Secret {TOLD}: a",
    ),
    "here-document": (f"kubectl apply -f - <<EOF\n{PLAIN}EOF\n", f"8:3 {PLAIN_TOLD}"),
    "ConfigMap": (
        "kind: ConfigMap\ndata:\n  secret.yaml: |\n    kind: Secret\n    data:\n      a: Y2FuYXJ5\n",
        f"6:7 plain-secret data.a: a Secret {TOLD}: a",
    ),
    "template": (
        "kind: Secret\nmetadata:\n  name: {{ .Release.Name }}\nstringData:\n  a: {{ .a }}\n  b: canary\n",
        f"6:3 plain-secret stringData.b: a Secret {TOLD}: b",
    ),
    "conflict": (
        f"<<<<<<< ours\nx: 1\n=======\n{PLAIN}>>>>>>> theirs\n",
        f"10:3 {PLAIN_TOLD}",
    ),
    "cut off": (
        f"{PLAIN}  next: 'canary",
        '7:3 plain-secret stringData.password: the Secret "db" holds values that are not',
    ),
    "block in a template": (
        "kind: Secret\n{{ if x }}\nstringData:\n  b: |\n  a: >-\n    canary\n{{ end }}\n",
        f"5:3 plain-secret stringData.a: a Secret {TOLD}: a",
    ),
}


@pytest.mark.parametrize("case", _SHOWN)
def test_lines_of_a_manifest(tmp_path: Path, case: str) -> None:
    text, expected = _SHOWN[case]
    lines = plain(text, tmp_path, "notes")
    assert len(lines) == 1
    assert lines[0].startswith(expected)


def test_deep_and_exploding_texts_do_no_harm(tmp_path: Path) -> None:
    assert plain("kind: Secret\nx: " + "[" * 50_000, tmp_path) == []
    assert plain("kind: Secret\nx: " + "{a: " * 5_000 + "}" * 5_000, tmp_path) == []
    assert plain("kind: Secret\nmetadata: {[name]: x}\n? [data]\n: {a: b}\n", tmp_path) == []
    assert plain("kind: Secret\n" * 3_000 + "kind: &" + "\t&" * 3_000, tmp_path) == []
    assert plain('{"kind": "Secret", "data": {"a": "b"}, "x": ' + "[" * 50_000, tmp_path) == []
    bomb = "a: &a [x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefghijklmn", "bcdefghijklmno", strict=True)
    )
    assert plain(f"{bomb}kind: Secret\nstringData: {{a: canary}}\n", tmp_path) == [
        f"17:14 plain-secret stringData.a: a Secret {TOLD}: a"
    ]


def test_files_that_a_secret_is_generated_from(own: Repo) -> None:
    generator = "- name: db\n  envs: [../.env, ignored.env, ../empty.env]\n  files:\n  - key=cert.pem\n  - docs.txt\n"
    own.write("base/db/kustomization.yaml", f"secretGenerator:\n{generator}- files: [missing, encrypted]\n")
    own.write(".gitignore", "ignored*\n")
    own.write("base/db/encrypted", f'{{"data": "{ciphertext()}"}}')
    own.write("base/empty.env", "\n")
    for name in (".env", "db/ignored.env", "db/cert.pem", "db/docs.txt"):
        own.write(f"base/{name}", f"PASSWORD={CANARY}\n")
    assert found(own.root, exempt=["*/docs.txt"]) == [
        f"base/db/kustomization.yaml:3:10 plain-secret envs['../.env']: the Secret \"db\" {TOLD}: ../.env, key"
    ]


def test_exempt_files_are_named_by_patterns(own: Repo) -> None:
    for name in ("docs/how/to.yaml", "tests/x.yaml", "base/x.yaml"):
        own.write(name, f"# kubecatalog: example\n{PLAIN}")
    assert found(own.root, exempt=["docs/*", "tests/?.yaml"]) == [f"base/x.yaml:8:3 {PLAIN_TOLD}"]


# Encrypted files, and copies of them.


@pytest.fixture
def vault(own: Repo) -> Vault:
    return Vault(own.root)


def test_what_sops_encrypts_is_fine(own: Repo, vault: Vault) -> None:
    own.write(ORDERS, vault.encrypted({"a": CANARY, "empty": ""}))
    own.write("secrets/dev/other.sops.yaml", vault.encrypted())
    own.write(".sops.yaml", "{}\n")
    for kind, text in {
        "dotenv": f"API_KEY={CANARY}\n",
        "json": f'{{"api-key": "{CANARY}", "n": {{"a": 1}}}}',
        "ini": f"[a]\nb = {CANARY}\n",
        "binary": f"-----BEGIN PRIVATE KEY-----\n{_PEM_BODY}\n",
        "yaml": PLAIN,
    }.items():
        options = ("--age", vault.alice.public, "--filename-override", "x", "--input-type", kind, "--output-type", kind)
        own.write(f"x.dec.{'env' if kind == 'dotenv' else kind}", vault.sops("encrypt", *options, stdin=text).stdout)
    assert len(list(own.root.glob("x.dec.*"))) == 5
    assert all("canary" not in file.read_text() and file.stat().st_size > 200 for file in own.root.glob("x.dec.*"))
    assert found(own.root) == []
    assert found(own.root, known=known(own.root)) == []


def test_of_known_files_others_tell_what_is_in_the_working_tree(own: Repo) -> None:
    text = encrypted(a=ciphertext())
    own.write(ORDERS, text.replace("sops:", f"  b: {CANARY}\nsops:"))
    own.git("add", ".")
    own.write("secrets/dev/key.sops.yaml", f"{text}# {key_pair().private}\n")
    orders = f'8:3 plain-secret stringData.b: the Secret "orders-secrets" {TOLD}: b'
    assert f"{ORDERS}:{orders}" in found(own.root)
    told_of_known = found(own.root, known=known(own.root))
    assert [line.split(": this")[0] for line in told_of_known] == [
        "secrets/dev/key.sops.yaml:12:3 private-key-in-repository "
    ]
    own.write(ORDERS, text)
    assert f"{ORDERS}:{orders}; this is how it is staged" in found(own.root, known=known(own.root))


def test_copies_in_the_clear(own: Repo) -> None:
    keys = {"api_key": ciphertext(), "database_password": ciphertext()}
    own.write(ORDERS, encrypted(**keys))
    own.write("secrets/dev/one.sops.yaml", encrypted("one", token=ciphertext()))
    manifest = f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: orders-secrets\nstringData:\n  api-key: {CANARY}\n"
    own.write("copy.yaml", manifest)
    own.write("secrets/dev/orders.yaml", manifest)
    own.write(".env", f"# of orders\nexport DATABASE_PASSWORD={CANARY}\nAPI_KEY='{CANARY}'\n")
    own.write("prod.env", f"TOKEN={CANARY}\n")
    own.write("out.json", f'{{\n  "api-key": "{CANARY}",\n  "database-password": {{"base64": "Y2FuYXJ5"}}\n}}\n')
    # Not all of the names are keys, one of two, none with a value, nothing flat, an array.
    own.write("fine.env", f"API_KEY={CANARY}\nPORT=80\nDATABASE_PASSWORD={CANARY}\n")
    own.write("few.env", f"API_KEY={CANARY}\n")
    own.write(".env.example", "API_KEY=  # ask\nDATABASE_PASSWORD=<yours>\nAPI_KEY=''\n")
    own.write("deep.json", f'{{"api-key": {{"x": "{CANARY}"}}, "database-password": ["{CANARY}"]}}')
    own.write("broken.json", f'{{"api-key": "{CANARY}", "database-password": ')
    own.write("list.json", '["api-key"]')
    both = f"these are values of {ORDERS} in the clear"
    assert found(own.root, known=known(own.root)) == [
        f".env:2:8 decrypted-copy DATABASE_PASSWORD: {both}: DATABASE_PASSWORD, API_KEY",
        f"copy.yaml:6:3 decrypted-copy stringData.api-key: this is {ORDERS} in the clear: api-key",
        f"out.json:2:4 decrypted-copy api-key: {both}: api-key, database-password",
        "prod.env:1:1 decrypted-copy TOKEN: these are values of secrets/dev/one.sops.yaml in the clear: TOKEN",
        f"secrets/dev/orders.yaml:6:3 decrypted-copy stringData.api-key: this is {ORDERS} in the clear: api-key",
    ]


@pytest.mark.parametrize("name", ["a/x.dec.yaml", "x.decrypted.yaml", "x.yaml.dec", "x.DEC.env", "x.decrypted~"])
def test_a_copy_by_its_name(own: Repo, name: str) -> None:
    own.write(name, f"database: {{password: {CANARY}}}\n")
    by_name = "by its name this is the decrypted copy of a file, and nothing in it is encrypted"
    expected = [] if name.endswith("~") else [f"{name}:1:1 decrypted-copy : {by_name}"]
    assert found(own.root) == expected
    assert found(own.root, exempt=["*"]) == []
    own.git("add", ".")
    own.write(name, "")
    assert found(own.root) == [f"{line}; this is how it is staged" for line in expected]


def test_encrypted_files_that_no_rule_reaches(own: Repo) -> None:
    text = encrypted(api_key=ciphertext())
    for path in (
        ORDERS,
        "orders.sops.yaml",
        "overlays/dev/orders/secret.sops.yml",
        "docs/shown.sops.json",
        ".sops.yaml",
        "other/secrets/dev/orders.sops.yaml",
        "other/orders.sops.yaml",
        "terraform/state.sops.env",
    ):
        own.write(path, text)
    own.write("other/catalog/platform.yaml", "name: other\n")
    strays = list(findings(own.root, ENVIRON, (), exempt=["docs/*"]))
    assert [(finding.source.file, finding.rule, finding.severity) for finding in strays] == [
        (path, "misplaced-secret", "warning")
        for path in ("orders.sops.yaml", "other/orders.sops.yaml", "overlays/dev/orders/secret.sops.yml")
    ]


def test_encrypted_secrets_under_other_names(own: Repo) -> None:
    text = encrypted(api_key=ciphertext())
    strays = ["other.d/orders.enc.yaml", "secrets/dev/orders.yaml"]
    for path in (ORDERS, *strays, "other/secrets/dev/orders.yaml"):
        own.write(path, text)
    own.write("other/catalog/platform.yaml", "name: other\n")
    own.write("shown.md", f"```yaml\n{text}```\n")
    own.write("values.yaml", f"kind: Secret\ndata:\n  a: {ciphertext()}\n")
    for _ in ("untracked", "staged and removed"):
        told_of = list(findings(own.root, ENVIRON, (), known=known(own.root)))
        assert [(finding.source.file, finding.rule) for finding in told_of] == [
            (path, "misplaced-secret") for path in strays
        ]
        own.git("add", ".")
        for path in strays:
            (own.root / path).unlink(missing_ok=True)
