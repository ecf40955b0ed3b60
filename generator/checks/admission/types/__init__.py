"""One module an API type, which is called after it, in the folder of its API group (`table`)."""
