"""Reading a plan out of somebody's file: plain Python, no Django, so that a child process starts quickly."""
