"""Service, and the Endpoints of one."""
