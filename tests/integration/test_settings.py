"""What the environment does to the settings, and what the database took of them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def read(expression: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess:
    """The settings as another process reads them, with only this environment."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"from careersite import settings as s; print({expression})"],
        cwd=ROOT,
        env={**kept, "SITE_VAR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def setting(expression: str, tmp_path: Path, **environment: str) -> str:
    result = read(expression, tmp_path, **environment)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_debug_is_off_unless_asked_for(tmp_path):
    assert setting("s.DEBUG", tmp_path) == "False"
    assert setting("s.DEBUG", tmp_path, SITE_DEBUG="1") == "True"


def test_secret_is_made_once_and_kept_from_others(tmp_path):
    first = setting("s.SECRET_KEY", tmp_path)
    assert len(first) >= 50
    assert setting("s.SECRET_KEY", tmp_path) == first
    kept = tmp_path / "secret-key"
    assert kept.stat().st_mode & 0o077 == 0


def test_processes_that_start_together_share_one_whole_secret(tmp_path):
    """The first to finish writing wins; the other throws its own away and reads the first's."""
    race = """
import os
link = os.link
def link_too_late(made, kept):
    if str(kept).endswith("secret-key"):
        assert not os.path.exists(kept), "a key that is not yet whole can be read"
        open(kept, "w").write("the other process's")
    link(made, kept)
os.link = link_too_late
from careersite import settings
print(settings.SECRET_KEY)
"""
    result = subprocess.run(
        [sys.executable, "-c", race],
        cwd=ROOT,
        env={"SITE_VAR": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout.strip() == "the other process's", result.stderr
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["secret-key"]


def test_an_empty_variable_is_as_good_as_none(tmp_path):
    empty = {"SITE_NAME": "", "SITE_URL": " ", "SITE_HOSTS": "", "DATABASE_URL": ""}
    names = 's.SITE_NAME, s.SITE_URL, s.ALLOWED_HOSTS[0], s.DATABASES["default"]["ENGINE"]'
    assert (
        setting(names, tmp_path, **empty) == "Edau http://127.0.0.1:8000 127.0.0.1 django.db.backends.sqlite3"
    )


def test_weak_passwords_are_refused():
    for password in ("short1", "password1234", "8415926535", "nia-editor-1"):
        with pytest.raises(ValidationError):
            validate_password(password, User(username="nia-editor"))
    validate_password("a kettle on the roof", User(username="nia-editor"))


def test_a_connection_that_broke_is_opened_again(tmp_path):
    assert setting('s.DATABASES["default"]["CONN_HEALTH_CHECKS"]', tmp_path) == "True"


def test_secret_of_the_environment_is_not_written_down(tmp_path):
    assert setting("s.SECRET_KEY", tmp_path, SITE_SECRET_KEY="given") == "given"
    assert not (tmp_path / "secret-key").exists()


SECURITY = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.ALLOWED_HOSTS[0]"


def test_security_follows_the_scheme_of_the_address(tmp_path):
    assert setting(SECURITY, tmp_path) == "False False False 127.0.0.1"
    assert setting(SECURITY, tmp_path, SITE_URL="https://edau.example") == "True True True edau.example"


def test_a_second_factor_is_asked_of_everybody_where_the_environment_says_so(tmp_path):
    assert setting("s.SECOND_FACTOR", tmp_path) == "False"
    assert setting("s.SECOND_FACTOR", tmp_path, SITE_SECOND_FACTOR="1") == "True"


def test_a_proxys_word_is_taken_only_where_there_is_one(tmp_path):
    header = "s.SECURE_PROXY_SSL_HEADER"
    secure = {"SITE_URL": "https://edau.example"}
    believed = "('HTTP_X_FORWARDED_PROTO', 'https')"
    assert setting(header, tmp_path) == "None"
    assert setting(header, tmp_path, SITE_PROXIES="1") == "None"
    assert setting(header, tmp_path, **secure) == believed  # who else would speak TLS for us?
    assert setting(header, tmp_path, SITE_PROXIES="0", **secure) == "None"
    assert setting("s.PROXIES", tmp_path) == "0"
    assert setting("s.PROXIES", tmp_path, **secure) == "1"


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("SITE_DEBUG", "perhaps", "SITE_DEBUG is 'perhaps': write 1 or 0"),
        ("SITE_URL", "edau.example", "SITE_URL is 'edau.example': write scheme and host"),
        ("SITE_URL", "https://edau.example/site", "write scheme and host"),
        ("SITE_RATINGS_PER_MINUTE", "many", "SITE_RATINGS_PER_MINUTE is 'many': write a whole number"),
    ],
)
def test_a_wrong_value_stops_the_start_and_says_what_to_write(tmp_path, name, value, advice):
    result = read("s.DEBUG", tmp_path, **{name: value})
    assert result.returncode != 0
    assert advice in result.stderr


def test_one_variable_changes_the_database_and_one_the_cache(tmp_path):
    names = "s.DATABASES['default']['ENGINE'], s.CACHES['default']['BACKEND']"
    assert (
        setting(names, tmp_path) == "django.db.backends.sqlite3 django.core.cache.backends.locmem.LocMemCache"
    )
    changed = setting(names, tmp_path, DATABASE_URL="postgres://a@b/c", CACHE_URL="redis://localhost")
    assert changed == "django.db.backends.postgresql django.core.cache.backends.redis.RedisCache"


@pytest.mark.django_db
def test_sqlite_waits_for_a_writer_instead_of_failing():
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (20000,)
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (1,)
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_readme_lists_the_variables_that_the_settings_read():
    code = (ROOT / "careersite" / "settings.py").read_text(encoding="utf-8")
    read_here = set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', code))
    table = set(
        re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert table == read_here


def test_development_pins_are_the_runtime_pins():
    """What is tested is what runs: the longer lists hold the shorter ones, hash for hash."""

    def pins(name: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if pinned := re.match(r"([\w.\[\],-]+==[^\s;]+)", line):
                hashes = found.setdefault(re.sub(r"\[.*\]", "", pinned[1]), [])
            elif "--hash=" in line:
                hashes.append(line.strip(" \\"))
        return found

    runtime = pins("requirements.txt")
    assert len(runtime) > 15
    assert all(runtime.values())
    assert runtime.items() <= pins("requirements-production.txt").items()
    assert pins("requirements-production.txt").items() <= pins("requirements-dev.txt").items()


def test_tests_leave_the_real_var_alone():
    assert ROOT / "var" not in [settings.VAR_DIR, *settings.VAR_DIR.parents]
