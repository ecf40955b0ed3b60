"""One command a file: a plain function that returns an exit code. `cli` gives them their options."""
