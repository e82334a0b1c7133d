"""How the lists of scrutiny are narrowed."""
