"""What an earlier run found out, so that nothing is done again whose inputs did not change. Always safe to delete."""
