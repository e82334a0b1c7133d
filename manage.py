#!/usr/bin/env python3
"""The site's commands: `.venv/bin/python manage.py help` lists them."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpa_tracker.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from kpa_tracker.base.toolkit import timers

    execute_from_command_line(sys.argv)
    timers.note(sys.argv, settings.VAR_DIR)
