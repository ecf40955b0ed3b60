"""What overlays rendered to at a commit, and do now -> what a reviewer has to know of it."""
