"""Pages of plans and their parts."""
