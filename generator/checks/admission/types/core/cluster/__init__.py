"""What belongs to a whole cluster or namespace: Namespace, Node, ServiceAccount, Event, Binding."""
