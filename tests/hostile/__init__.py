"""Attacks on every address at once: what one page forgets, these find, in pages made later too."""
