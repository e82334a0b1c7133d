"""The forms of scrutiny."""
