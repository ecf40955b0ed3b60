"""The language and the vendored schemas -> how much of Kubernetes a catalog can say, by experiment."""
