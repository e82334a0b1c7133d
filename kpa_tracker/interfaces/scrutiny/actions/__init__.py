"""What changes the records of scrutiny."""
