"""The environment of the tests. pytest loads this (`-p tests.env`) before Django reads its settings.

The tests get a folder of their own in place of `var/`, and nothing that a developer has set for a
running site reaches them, except DATABASE_URL and CACHE_URL: the same suite runs on every engine.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

VAR = Path(tempfile.mkdtemp(prefix="site-tests-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
# WhiteNoise warns when the folder of collected files is missing, and here a warning is an error.
(VAR / "static").mkdir()

for name in [name for name in os.environ if name.startswith("SITE_") and name != "SITE_CHROMIUM"]:
    del os.environ[name]
os.environ.update(
    SITE_VAR=str(VAR),
    SITE_URL="http://testserver",
    # Debug chooses the plain storage of static files, which needs no collectstatic.
    # pytest-django turns DEBUG itself off before the first test.
    SITE_DEBUG="1",
)
