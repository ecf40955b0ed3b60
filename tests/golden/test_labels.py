"""Labels stay in the base, whatever a manifest of one environment has or lacks."""

from __future__ import annotations

from tests.conftest import Workspace


def test_a_manifest_without_labels_moves_no_labels(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", "name: demo\nenvironments: {dev: {}, prod: {}, staging: {}}\n")
    workspace.write(
        "catalog/services/web.yaml",
        """\
        image: registry.example.com/demo/web:1.4.2
        port: 8080
        environments:
          prod:
            manifests: [{apiVersion: v1, kind: ConfigMap, metadata: {name: more}, data: {key: value}}]
        """,
    )
    assert workspace.kubecatalog("render").code == 0
    assert "app.kubernetes.io/part-of: demo" in (workspace.root / "base/web/deployment.yaml").read_text()
    overlay = workspace.root / "overlays/prod/web"
    assert sorted(path.name for path in overlay.iterdir()) == ["config-map.yaml", "kustomization.yaml"]
    assert "labels" not in (overlay / "kustomization.yaml").read_text()


def test_a_label_that_differs_by_environment_stands_once_in_the_overlay(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", "name: demo\nenvironments: {dev: {}, prod: {}}\n")
    workspace.write(
        "catalog/services/web.yaml",
        """\
        image: registry.example.com/demo/web:1.4.2
        port: 8080
        labels: {example.com/tier: "{environment}"}
        """,
    )
    assert workspace.kubecatalog("render").code == 0
    overlay = workspace.root / "overlays/prod/web"
    assert [path.name for path in overlay.iterdir()] == ["kustomization.yaml"]
    assert (
        "labels:\n- pairs:\n    example.com/tier: prod\n  includeTemplates: true\n"
        in (overlay / "kustomization.yaml").read_text()
    )
