"""Backups: one file with the database and all files that people brought, taken while the site runs, and put back.

A backup says of itself what is in it: the SHA-256 of each file, a digest of every table, and how far each chain of the
history had come. So it can be checked where it lies, and whatever is restored is held against it.
"""
