"""A commit that is being made -> what is wrong with it. What lies beside it in the working tree does not count."""
