"""Where pods run: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/"""
