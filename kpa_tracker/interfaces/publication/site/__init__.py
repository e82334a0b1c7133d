"""What the public reads: publications, word for word, and nothing else (docs/decisions/0024)."""
