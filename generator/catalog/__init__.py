"""Text -> Catalog: the files that people write, read strictly, with the place of every value."""
