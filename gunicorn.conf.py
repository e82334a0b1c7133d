"""How gunicorn serves the site: `gunicorn kpa_tracker.wsgi` reads this file; bin/start and docs/operations.md use it.

Two processes of four threads serve an authority's staff on a small machine. A large annual plan takes up to a minute to
draw as PDF, hence the long timeout. WEB_CONCURRENCY (gunicorn's own) sets another number of processes.
"""

import gc
import os
import pathlib

from gunicorn.glogging import Logger

from kpa_tracker.base.toolkit.logs import FORMATTERS

wsgi_app = "kpa_tracker.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = True
timeout = 120
graceful_timeout = 10
loglevel = "warning"
control_socket_disable = True  # it would be made in a folder that the service may not write


class Lines(Logger):
    """gunicorn's own lines in the shape of the site's, without people in them either."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(FORMATTERS[os.environ.get("LOG_FORMAT", "plain")]())


logger_class = Lines


def on_starting(server):
    """Begin to count anew: what earlier processes counted for /health/metrics would be added up for ever."""
    counted = pathlib.Path(
        os.environ.get("PROMETHEUS_MULTIPROC_DIR") or f"{os.environ.get('KPA_VAR_DIR', 'var')}/metrics"
    )
    for file in counted.glob("*.db"):
        file.unlink(missing_ok=True)


def pre_fork(server, worker):
    """Let the collector leave alone what was loaded before the processes parted: looking at it would write into memory
    that they share. A worker then takes 85 MB instead of 117."""
    gc.freeze()


def when_ready(server):
    """Say where the site is, once it answers."""
    print(f"Open http://{bind} in a browser. Ctrl-C stops it.", flush=True)
