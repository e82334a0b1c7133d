"""Installations of any size, entered at once: what takes long is measured afterwards, not here."""
