"""What gunicorn serves (gunicorn.conf.py says how)."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpa_tracker.settings")

application = get_wsgi_application()
reverse("home")  # loads every page, once and before the processes part: one that is started anew answers at once
