"""What a pod and its containers may do on their node."""
