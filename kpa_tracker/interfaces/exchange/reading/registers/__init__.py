"""Reading a risk register, in whatever columns another body keeps it."""
