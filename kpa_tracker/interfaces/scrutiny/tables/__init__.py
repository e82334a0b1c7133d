"""The tables of scrutiny."""
