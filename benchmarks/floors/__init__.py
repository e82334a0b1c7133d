"""Floor pages: what the work costs at least, written by hand, on the site's own middleware and data."""
