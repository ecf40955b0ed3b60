"""One module an API type, one folder an API group: each folder's `TYPES` names its modules."""
