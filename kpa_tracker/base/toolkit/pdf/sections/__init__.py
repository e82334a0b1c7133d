"""A long document, drawn in sections and put together again: two processes at once, and a quarter of the memory.

`cutting` cuts its HTML where a page begins in any case, `assembling` has each section drawn apart and knows by their
pages which number stands where, `drawing` draws in the child process, `merging` makes one file of all.
"""
