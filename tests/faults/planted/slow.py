"""The site, but that its start wastes what a start may take of a processor."""

import os
import time

from tests.faults.settings import *  # noqa: F403

while time.process_time() < int(os.environ["PLANTED"]):
    pass
