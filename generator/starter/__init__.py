"""What a repository of somebody else starts with: files for the tools that meet the catalog and the tree."""
