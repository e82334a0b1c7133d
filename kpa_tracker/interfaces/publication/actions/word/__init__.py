"""Documents as Word files, for those who go on with them."""
