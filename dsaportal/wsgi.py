import os

from django.core.wsgi import get_wsgi_application

from dsaportal import startup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsaportal.settings")
startup.refuse_unsafe(embedded_allowed=True)

application = get_wsgi_application()
