"""What people read: the field, the words and the hint, for every kind of fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.checks.kubeconform import SchemaResult

Judge = Callable[..., list[SchemaResult]]


DEPLOYMENT = """\
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: shop}
    spec:
      selector: {matchLabels: {app: shop}}
      template:
        metadata: {labels: {app: shop}}
        spec:
          containers:
          - name: app
            image: shop:1
"""


def lines(judge: Judge, text: str) -> list[str]:
    (result,) = judge(text)
    return [f"{problem.fault} {problem.field}: {problem.message} ({problem.hint})" for problem in result.problems]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "        imagePullPolice: Always",
            "unknown-field spec.template.spec.containers[0].imagePullPolice: unknown field imagePullPolice"
            " (did you mean imagePullPolicy?)",
        ),
        (
            "        volumes: []",
            "unknown-field spec.template.spec.containers[0].volumes: unknown field volumes"
            " (did you mean spec.template.spec.volumes?)",
        ),
        (
            "        securityContext: {fsGroup: 1000}",
            "unknown-field spec.template.spec.containers[0].securityContext.fsGroup: unknown field fsGroup"
            " (did you mean spec.template.spec.securityContext.fsGroup?)",
        ),
        (
            "        ports: [{port: 80, containerPort: 80}]",
            "unknown-field spec.template.spec.containers[0].ports[0].port: unknown field port"
            " (the fields here are containerPort, hostIP, hostPort, name, protocol)",
        ),
        (
            "        ports: [{containerPort: '80'}]",
            "wrong-type spec.template.spec.containers[0].ports[0].containerPort:"
            ' expected integer, found string "80" (write the value without quotes)',
        ),
        (
            "        env: {A: b}",
            "wrong-type spec.template.spec.containers[0].env: expected list, found a map ()",
        ),
        (
            "        env: [{name: A, value: yes}]",
            "wrong-type spec.template.spec.containers[0].env[0].value:"
            ' expected string, found boolean true (quote the value: "true")',
        ),
        (
            "        resources: {limits: {cpu: []}}",
            "wrong-type spec.template.spec.containers[0].resources.limits.cpu:"
            " expected string or number, found an empty list ()",
        ),
        (
            "        readinessProbe: {httpGet: {path: /}}",
            "missing-field spec.template.spec.containers[0].readinessProbe.httpGet.port:"
            " missing required field port ()",
        ),
    ],
)
def test_a_container(judge: Judge, line: str, expected: str) -> None:
    assert lines(judge, f"{DEPLOYMENT}    {line}\n") == [expected]


def test_all_problems_of_a_document_are_named_in_the_order_of_their_fields(judge: Judge) -> None:
    text = """\
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop, labels: {build: 17}}
        replicas: 3
        spec:
          replicas: "three"
          template: {metadata: {replicas: 3}}
    """
    assert lines(judge, text) == [
        'wrong-type metadata.labels.build: expected string, found integer 17 (quote the value: "17")',
        "unknown-field replicas: unknown field replicas (did you mean spec.replicas?)",
        'wrong-type spec.replicas: expected integer, found string "three" ()',
        "missing-field spec.selector: missing required field selector ()",
        "unknown-field spec.template.metadata.replicas: unknown field replicas (did you mean spec.replicas?)",
    ]


def test_values_of_custom_resources(judge: Judge) -> None:
    certificate = """\
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: shop}
        spec:
          secretName: shop
          issuerRef: {}
          usages: [digital signatur]
          privateKey: {algorithm: rsa}
    """
    assert lines(judge, certificate) == [
        "missing-field spec.issuerRef.name: missing required field name ()",
        'wrong-value spec.privateKey.algorithm: expected RSA, ECDSA or Ed25519, found string "rsa" (did you mean RSA?)',
        "wrong-value spec.usages[0]: expected one of signing, digital signature, content commitment, key encipherment,"
        " key agreement, data encipherment, cert sign, crl sign, encipher only, decipher only, any, server auth and 11"
        ' more, found string "digital signatur" (did you mean digital signature?)',
    ]


def test_limits_patterns_and_unions_of_custom_resources(judge: Judge) -> None:
    gateway = """\
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: shop, creationTimestamp: yesterday}
        spec:
          gatewayClassName: ""
          listeners: [{name: Shop, port: 70000, protocol: HTTP}]
          addresses: [{value: shop}, {type: IPAddress, value: shop}, {value: 10.0.0.1}, {type: Hostname, value: shop}]
    """
    assert lines(judge, gateway) == [
        "wrong-value metadata.creationTimestamp: expected a date and time such as 2006-01-02T15:04:05Z,"
        ' found string "yesterday" ()',
        'wrong-value spec.addresses[0].value: expected an IPv4 address or an IPv6 address, found string "shop" ()',
        'wrong-value spec.addresses[1].value: expected an IPv4 address or an IPv6 address, found string "shop" ()',
        "wrong-value spec.gatewayClassName: expected at least 1 character, found 0 ()",
        "wrong-value spec.listeners[0].name: expected lower-case letters, digits, dashes and dots, with a letter or"
        ' digit at both ends, found string "Shop" ()',
        "wrong-value spec.listeners[0].port: expected at most 65535, found integer 70000 ()",
    ]


def test_a_secret_keeps_its_values_to_itself(judge: Judge) -> None:
    text = """\
        apiVersion: v1
        kind: Secret
        metadata: {name: shop}
        data: hunter2
        stringData: {pin: 4711, debug: true, more: [hunter3]}
        type: {hunter: 4}
    """
    assert lines(judge, text) == [
        "wrong-type data: expected map, found string ()",
        "wrong-type stringData.debug: expected string, found boolean (quote the value)",
        "wrong-type stringData.more: expected string, found a list ()",
        "wrong-type stringData.pin: expected string, found integer (quote the value)",
        "wrong-type type: expected string, found a map ()",
    ]


def test_a_long_value_is_cut(judge: Judge) -> None:
    (line,) = lines(judge, DEPLOYMENT.replace("shop:1", "shop:1\n            tty: " + "a" * 200))
    assert line.endswith(f'expected boolean, found string "{"a" * 59}... ()')


@pytest.mark.parametrize(
    ("api_version", "kind", "expected"),
    [
        ("v1", "configmap", "missing-schema kind: no schema for configmap of v1 (did you mean ConfigMap?)"),
        ("v1", "Gizmo", "missing-schema kind: no schema for Gizmo of v1 (Kubernetes 1.36 has no such kind)"),
        (
            "extensions/v1beta1",
            "Ingress",
            "missing-schema apiVersion: no schema for Ingress of extensions/v1beta1"
            " (did you mean networking.k8s.io/v1?)",
        ),
        (
            "external-secrets.io/v1beta1",
            "ExternalSecret",
            "missing-schema apiVersion: no schema for ExternalSecret of external-secrets.io/v1beta1"
            " (did you mean external-secrets.io/v1?)",
        ),
        # kubeconform looks for Kubernetes' own Ingress here: it goes by the first label of the group.
        (
            "networking.example.com/v1",
            "Ingress",
            "missing-schema kind: no schema for Ingress of networking.example.com/v1 (add it from its CRD to"
            " schemas/crds/networking.example.com/ingress_v1.json, see schemas/README.md)",
        ),
    ],
)
def test_a_kind_without_a_schema(judge: Judge, api_version: str, kind: str, expected: str) -> None:
    text = f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: shop}}\n"
    (result,) = judge(text)
    assert result.status == "no-schema"
    assert lines(judge, text) == [expected]
