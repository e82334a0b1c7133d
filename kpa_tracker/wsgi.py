"""What gunicorn serves (bin/gunicorn.conf.py says how)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpa_tracker.settings")

application = get_wsgi_application()
