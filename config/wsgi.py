"""WSGI entry point for gunicorn and other servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Statements of a web process have a time limit: see DATABASES in the settings.
os.environ.setdefault("SERVES_PAGES", "1")

application = get_wsgi_application()
