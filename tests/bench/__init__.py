"""How long the naive loop, the best that kustomize and kubeconform can do, and we take, on one generated catalog."""
