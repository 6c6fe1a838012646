"""No page waits for the PDF library: it is loaded by the worker, or when a name is first checked."""

import subprocess
import sys

CODE = """
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
import signing.tasks
print(sorted({"pyhanko", "weasyprint", "fontTools"} & set(sys.modules)))
"""


def test_the_pdf_library_is_not_loaded_at_start():
    found = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
