"""The commands of `kubecatalog secrets`, one a file."""
