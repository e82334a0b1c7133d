"""What the pages of a seeded installation cost, against floor pages in the same run."""
