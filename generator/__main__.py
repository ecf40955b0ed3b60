"""`python -m generator` is `kubecatalog`."""

from generator.cli import main

main()
