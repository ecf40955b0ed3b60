"""A workload that is taken over, and what it need not have: every default goes away where the catalog says so."""

from __future__ import annotations

import yaml

from generator.json_types import JsonMap
from tests.conftest import Workspace

PLATFORM = """\
name: demo
checks: {elsewhere: [{kind: "*"}], severity: {sensitive-host-path: "off"}}
environments: {dev: {namespace: old, podSecurity: privileged}}
defaults:
  labels: {app.kubernetes.io/name: null, app.kubernetes.io/part-of: null, app.kubernetes.io/component: null}
  securityContext: null
  podSecurityContext: null
  imagePullPolicy: null
  networkPolicy: false
  serviceAccount: {automount: Unset}
"""
AGENT = """\
image: registry.example.com/old/agent:1
labels: {app: agent, chart: agent-7}
podLabels: {chart: null}
selector: {app: agent}
workloadLabels: {queue: batch}
workloadAnnotations: {example.com/change: first}
containers: {proxy: {image: "registry.example.com/old/proxy:1"}}
config: {name: agent, reload: live, values: {A: b}, labels: {found: "yes"}, annotations: {note: config}}
podDisruptionBudget: {minAvailable: 0, labels: {of: budget}, annotations: {note: budget}}
resources: {requests: {cpu: 1}}
autoscale: {max: 2, cpu: 500m, labels: {of: scaler}}
rbac: {rules: [{resources: [pods], verbs: [get]}], labels: {of: role}, annotations: {note: role}}
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: agent
  namespace: old
  labels: {app: agent, chart: agent-7, queue: batch}
  annotations: {example.com/change: first}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      serviceAccountName: agent
      restartPolicy: Always
      containers:
      - {name: agent, image: "registry.example.com/old/agent:1", resources: {requests: {cpu: "1"}}}
      - {name: proxy, image: "registry.example.com/old/proxy:1"}
"""
PEOPLE = """\
kind: None
serviceAccount: {create: false}
rbac:
  clusterRoles: {edit: {name: team-edit}}
  subjects: [{kind: Group, name: team, apiGroup: rbac.authorization.k8s.io}]
"""


def built(workspace: Workspace, **services: str) -> dict[str, JsonMap]:
    """The manifests of some services by kind."""
    workspace.write("catalog/platform.yaml", PLATFORM)
    for name, text in services.items():
        workspace.write(f"catalog/services/{name}.yaml", text)
    rendered = workspace.kubecatalog("render")
    assert rendered.code == 0, rendered.out
    return {manifest["kind"]: manifest for name in services for manifest in workspace.build(f"overlays/dev/{name}")}


def test_a_workload_can_be_what_it_was(workspace: Workspace) -> None:
    manifests = built(workspace, agent=AGENT)
    assert manifests["Deployment"] == yaml.safe_load(DEPLOYMENT)
    assert "automountServiceAccountToken" not in manifests["ServiceAccount"]


def test_what_one_resource_has_is_said_of_it_alone(workspace: Workspace) -> None:
    found = {kind: manifest["metadata"] for kind, manifest in built(workspace, agent=AGENT).items()}
    own = {"ConfigMap": {"found": "yes"}, "HorizontalPodAutoscaler": {"of": "scaler"}}
    own |= {"PodDisruptionBudget": {"of": "budget"}, **{key: {"of": "role"} for key in ("Role", "RoleBinding")}}
    for kind, labels in own.items():
        assert found[kind]["labels"] == {"app": "agent", "chart": "agent-7", **labels}, kind
    notes = {kind: meta["annotations"] for kind, meta in found.items() if "note" in meta.get("annotations", {})}
    assert notes == {
        "ConfigMap": {"note": "config"},
        "PodDisruptionBudget": {"note": "budget"},
        **{key: {"note": "role"} for key in ("Role", "RoleBinding")},
    }


def test_an_extra_container_goes_without_the_default_where_it_says_so(workspace: Workspace) -> None:
    service = """\
        image: registry.example.com/old/agent:1
        securityContext: {runAsUser: 1000}
        containers:
          bare: {image: "registry.example.com/old/proxy:1", securityContext: null}
          half: {image: "registry.example.com/old/proxy:1", securityContext: {capabilities: null}}
          none: {image: "registry.example.com/old/proxy:1"}
    """
    _, bare, half, none = built(workspace, agent=service)["Deployment"]["spec"]["template"]["spec"]["containers"]
    assert "securityContext" not in bare
    assert half["securityContext"] == {"allowPrivilegeEscalation": False}
    assert none["securityContext"] == {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


def test_pods_and_their_account_differ_in_the_token(workspace: Workspace) -> None:
    service = "image: registry.example.com/old/agent:1\nautomountServiceAccountToken: true\n"
    manifests = built(workspace, agent=service + "serviceAccount: {automount: false}\n")
    assert manifests["ServiceAccount"]["automountServiceAccountToken"] is False
    assert manifests["Deployment"]["spec"]["template"]["spec"]["automountServiceAccountToken"] is True


def test_people_get_rights_without_an_account(workspace: Workspace) -> None:
    manifests = built(workspace, people=PEOPLE)
    assert manifests.keys() == {"RoleBinding"}
    assert manifests["RoleBinding"]["metadata"]["name"] == "team-edit"
    assert [subject["name"] for subject in manifests["RoleBinding"]["subjects"]] == ["team"]


def test_a_policy_can_have_its_own_rules_only(workspace: Workspace) -> None:
    rules = "{enabled: true, derived: false, podSelector: {}, ingress: [{from: [{podSelector: {}}]}], egress: [{}]}"
    service = "image: registry.example.com/old/agent:1\nport: 80\nservice: {type: LoadBalancer}\n"
    spec = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "egress": [{}]}
    spec["ingress"] = [{"from": [{"podSelector": {}}]}]
    assert built(workspace, agent=f"{service}networkPolicy: {rules}\n")["NetworkPolicy"]["spec"] == spec
    assert built(workspace, agent=f"kind: None\nnetworkPolicy: {rules}\n")["NetworkPolicy"]["spec"] == spec


def test_a_headless_service_needs_no_port(workspace: Workspace) -> None:
    service = "image: registry.example.com/old/train:1\nkind: Job\nservice: {headless: true}\n"
    spec = built(workspace, train=service)["Service"]["spec"]
    assert spec["clusterIP"] == "None"
    assert "ports" not in spec


def test_annotations_name_a_port_that_has_no_name(workspace: Workspace) -> None:
    service = "image: registry.example.com/old/agent:1\nmetrics: {via: annotations, portNumber: 2020}\n"
    notes = built(workspace, agent=service)["Deployment"]["spec"]["template"]["metadata"]["annotations"]
    assert notes["prometheus.io/port"] == "2020"


def test_one_mount_needs_no_list(workspace: Workspace) -> None:
    service = "image: registry.example.com/old/agent:1\n"
    service += "volumes: {sys: {hostPath: /sys, mount: {mountPath: /host/sys, mountPropagation: HostToContainer}}}\n"
    (container,) = built(workspace, agent=service)["Deployment"]["spec"]["template"]["spec"]["containers"]
    mount = {"name": "sys", "mountPath": "/host/sys", "mountPropagation": "HostToContainer"}
    assert container["volumeMounts"] == [mount]


def test_a_port_needs_no_name(workspace: Workspace) -> None:
    service = """\
        image: registry.example.com/old/agent:1
        ports: {http: {containerPort: 8080, named: false}}
        readinessProbe: /ready
        expose: [old.example.com]
        containers: {proxy: {image: "example.com/proxy:1", ports: {web: {containerPort: 80, named: false}}}}
    """
    manifests = built(workspace, agent=service)
    main, proxy = manifests["Deployment"]["spec"]["template"]["spec"]["containers"]
    assert main["ports"] == [{"containerPort": 8080, "protocol": "TCP"}]
    assert main["readinessProbe"]["httpGet"]["port"] == 8080
    assert proxy["ports"] == [{"containerPort": 80, "protocol": "TCP"}]
    assert manifests["Service"]["spec"]["ports"] == [{"port": 80, "protocol": "TCP", "targetPort": 8080}]
    (path,) = manifests["Ingress"]["spec"]["rules"][0]["http"]["paths"]
    assert path["backend"]["service"]["port"] == {"number": 80}


def test_an_ingress_can_leave_the_certificate_to_its_controller(workspace: Workspace) -> None:
    service = """\
        image: registry.example.com/old/agent:1
        port: 8080
        ingress: {tls: {default: true}, clusterIssuer: letsencrypt}
        expose: {a.example.com: {}, b.example.com: {tls: b}, c.example.com: {tls: false}}
    """
    ingress = built(workspace, agent=service)["Ingress"]
    assert ingress["spec"]["tls"] == [{"hosts": ["a.example.com"]}, {"hosts": ["b.example.com"], "secretName": "b"}]
    assert ingress["metadata"]["annotations"] == {"cert-manager.io/cluster-issuer": "letsencrypt"}


def test_an_account_can_have_several_roles_of_its_own(workspace: Workspace) -> None:
    service = """\
        image: registry.example.com/old/operator:1
        rbac:
          labels: {app: operator}
          clusterWide:
            old-writer: {name: old-writer, rules: [{resources: [nodes], verbs: [patch]}]}
            old-reader: {bound: false, labels: {aggregate-to-view: "true"}, rules: [{resources: [nodes], verbs: [get]}]}
          roles: {old-leader: {rules: [{resources: [leases], verbs: [create]}]}}
    """
    built(workspace, operator=service)
    found = workspace.build("overlays/dev/operator")
    roles = {
        manifest["metadata"]["name"]: manifest for manifest in found if manifest["kind"] in ("ClusterRole", "Role")
    }
    assert roles.keys() == {"old-writer", "old-reader", "old-leader"}
    assert roles["old-reader"]["metadata"]["labels"] == {"app": "operator", "aggregate-to-view": "true"}
    assert roles["old-leader"]["rules"] == [
        {"apiGroups": ["coordination.k8s.io"], "resources": ["leases"], "verbs": ["create"]}
    ]
    bound = [manifest["roleRef"]["name"] for manifest in found if "roleRef" in manifest]
    assert sorted(bound) == ["old-leader", "old-writer"]


def test_the_pods_of_a_job_may_have_no_label_at_all(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", "environments: {dev: {}}\n")
    labels = ", ".join(f"app.kubernetes.io/{name}: null" for name in ("component", "name", "part-of"))
    fields = f"image: a:1\nkind: Job\nselector: {{}}\nlabels: {{{labels}}}\n"
    workspace.write("catalog/services/once.yaml", fields)
    assert "workloads-without-common-label" in workspace.kubecatalog("render").out
    workspace.write("catalog/services/once.yaml", f"{fields}networkPolicy: false\n")
    assert workspace.kubecatalog("render").code == 0
    job = next(item for item in workspace.build("overlays/dev/once") if item["kind"] == "Job")
    assert "metadata" not in job["spec"]["template"]
