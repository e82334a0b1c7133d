"""Makes a database of a size: `DATABASE_URL=... python -m benchmarks.seeding S`, in a database that is empty yet."""

from __future__ import annotations

import argparse
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.seeding.entering import count_rows, enter  # noqa: E402
from benchmarks.seeding.sizes import SIZES, numbers  # noqa: E402
from kpa_tracker.base.people.models import Authority  # noqa: E402


def told(began: float, line: str) -> None:
    sys.stdout.write(f"{time.monotonic() - began:6.0f} s  {line}\n")
    sys.stdout.flush()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("size", choices=SIZES)
    chosen = asked.parse_args().size
    call_command("migrate", verbosity=0)
    if Authority.objects.exists():
        sys.stdout.write("This database holds something already. Name another by DATABASE_URL.\n")
        return 1
    began = time.monotonic()
    told(began, f"{chosen}: {', '.join(f'{number:,} {name}' for name, number in numbers(SIZES[chosen]).items())}")
    enter(SIZES[chosen], lambda line: told(began, line))
    count_rows()
    return 0


if __name__ == "__main__":
    sys.exit(main())
