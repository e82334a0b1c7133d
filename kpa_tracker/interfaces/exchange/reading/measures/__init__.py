"""Tables of targets and of results, from a file's cells to what their rows say. No Django, as in all of reading."""
