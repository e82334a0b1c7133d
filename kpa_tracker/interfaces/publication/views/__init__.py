"""Documents, to read and to take away."""
