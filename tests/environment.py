"""Settings of a test run, put into the environment before Django reads them (loaded with `-p tests.environment`).

A run lives in a temporary folder of its own; `TEST_DATABASE_URL` and `TEST_BROKER_URL` choose PostgreSQL and a
real broker instead of the embedded default.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

if "MINGCHA_TEST" not in os.environ:
    os.environ["MINGCHA_TEST"] = "1"
    _folder = tempfile.mkdtemp(prefix="mingcha-test-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    os.environ["MINGCHA_TEST_FOLDER"] = _folder
    os.environ["MINGCHA_DEMO"] = "1"
    os.environ.setdefault("MINGCHA_FONTS_DIR", str(ROOT / "data" / "fonts"))
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # the browser driver runs an event loop in the test's thread
    )
    for _name in ("DATABASE_URL", "BROKER_URL"):
        os.environ.pop(_name, None)
        if _value := os.environ.get(f"TEST_{_name}"):
            os.environ[_name] = _value

# Each process of a parallel run has a folder, a vault and a queue of its own below the run's folder.
_own = Path(os.environ["MINGCHA_TEST_FOLDER"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
(_own / "static").mkdir(parents=True, exist_ok=True)
os.environ["MINGCHA_DATA_DIR"] = str(_own)
os.environ["MINGCHA_VAULT_PRIVATE_KEY_FILE"] = str(_own / "keys" / "vault_private.key")
os.environ["MINGCHA_QUEUE"] = f"test-{os.getpid()}"
