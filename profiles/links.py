"""Where our pages lead, and what answers there.

`addresses_in_use` reads what readers see: the current edition of every published career and of the
directory. `ask_all` asks the addresses, politely: few at once, one at a time for each host, with a pause,
and a second time before it calls one broken. `remember` keeps what came back. Nothing here touches a
document: what to do about a link is for an editor to say.

A program that follows addresses which others wrote must not be led into the machine's own network. So
every address, and every place it is redirected to, is resolved first, refused unless it is public, and
then asked at exactly the number that was looked at.
"""

import ipaddress
import re
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPSConnection, InvalidURL
from multiprocessing.pool import ThreadPool
from typing import Protocol
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from profiles import prose
from profiles.columns import ProsePairColumns, WebPairColumns
from profiles.content import schema
from profiles.content.upgrades import read_document
from profiles.models import DirectoryState, Film, LinkCheck, Profile
from profiles.models.desk import DIRECTORY

# What can be wrong. `LinkCheck.problem` keeps the code, so that each editor reads it in their language.
PROBLEMS = {
    "gone": _("the page is not there"),
    "refuses": _("it does not answer programs: open it to see"),
    "fault": _("the server has a fault"),
    "answer": _("the answer is not one that a page gives"),
    "no-host": _("there is no such site"),
    "no-connection": _("the site cannot be reached"),
    "slow": _("the site did not answer in time"),
    "certificate-expired": _("the site’s certificate has expired"),
    "certificate-name": _("the site’s certificate is for another name"),
    "certificate": _("the site’s certificate cannot be trusted"),
    "cut-off": _("the connection broke off"),
    "circle": _("it leads from one address to the next without end"),
    "not-web": _("it leads to something that is not a web page"),
    "not-public": _("it leads into a private network"),
    "not-an-address": _("it is not a web address"),
}
# Answers that say more about who asks than about the page; 999 is one that a large site made up.
REFUSALS = {401, 402, 403, 406, 407, 429, 451, 999}
PERMANENT, TEMPORARY = {301, 308}, {302, 303, 307}
MOST_REDIRECTS = 6


# What is in use ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where an address stands: a career's key (or `directory`) and the dotted path in its document."""

    document: str
    path: str

    def __str__(self) -> str:
        return f"{self.document}: {self.path}"


def addresses_in_use() -> dict[str, list[Place]]:
    """Every web address that current editions lead to, with the places it stands."""
    found: dict[str, list[Place]] = defaultdict(list)
    if edition := DirectoryState.current().edition:
        directory = read_document(schema.Directory, edition.document, edition.format)
        for path, address in leads_to(directory):
            found[address].append(Place(DIRECTORY, path))
    # A few at a time: a large site's documents together are more than a small machine has room for.
    published = Profile.objects.published().select_related("edition").only("key", "edition")
    for profile in published.order_by("key").iterator(chunk_size=20):
        document = read_document(schema.Profile, profile.edition.document, profile.edition.format)
        for path, address in leads_to(document):
            found[address].append(Place(profile.key, path))
    return dict(found)


def leads_to(document: schema.Value, path: str = "") -> Iterator[tuple[str, str]]:
    """The web addresses of a document, each with its dotted path: `links.find-a-job.address.en`.

    Remarks for colleagues are left out, for no reader follows those.
    """
    for name in type(document).model_fields:
        value, here = getattr(document, name), f"{path}.{name}" if path else name
        if name == "notes":
            continue
        if isinstance(value, schema.ProsePair):
            for language in schema.LANGUAGES:
                for address in links_of(getattr(value, language)):
                    yield f"{here}.{language}", address
        elif isinstance(value, schema.WebPair):
            for language in schema.LANGUAGES:
                if address := getattr(value, language):
                    yield f"{here}.{language}", address
        elif isinstance(value, str) and re.match(r"https?://\S+$", value):
            yield here, value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, schema.Item):
                    yield from leads_to(item, f"{here}.{item.key}")


def address_columns(table: type[Model]) -> dict[str, bool]:
    """The columns of a working copy's table that hold a web address, or (True) prose that may lead to one."""
    # The one address that is the same in both languages.
    found = {"address": False} if table is Film else {}
    for name, columns in vars(table).items():
        if isinstance(columns, WebPairColumns | ProsePairColumns):
            is_prose = isinstance(columns, ProsePairColumns)
            found |= {f"{name}_{language}": is_prose for language in schema.LANGUAGES}
    return found


def links_of(markdown: str) -> list[str]:
    """Where a piece of Markdown leads, as a browser will read it.

    >>> links_of("See [it](https://a.example/b_(c)?d=1&e=2), [us](page:about).")
    ['https://a.example/b_(c)?d=1&e=2']
    """
    if "http" not in markdown:
        return []
    return [unescape(href) for href in re.findall(r'<a href="(https?:[^"]+)"', prose.render(markdown))]


# Asking -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reply:
    """One answer to one request. `to` is where a redirect leads, as it was given."""

    status: int
    to: str = ""


class NoReply(Exception):
    """Nothing answered. `problem` is one of PROBLEMS."""

    def __init__(self, problem: str):
        self.problem = problem
        super().__init__(problem)


class Ask(Protocol):
    """Sends one request and follows nothing. Raises NoReply."""

    def __call__(self, method: str, address: str) -> Reply: ...


@dataclass(frozen=True)
class Answer:
    """What came of an address. An empty `problem`: it leads there."""

    status: int | None = None
    problem: str = ""
    moved_to: str = ""


def is_public(host_address: str) -> bool:
    """Whether an IP address is one that anybody on the internet could ask.

    >>> [is_public(a) for a in ("93.184.215.14", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::1")]
    [True, False, False, False, False]
    >>> [is_public(a) for a in ("::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "fe80::1%eth0")]
    [False, False, False, False]
    """
    ip = ipaddress.ip_address(host_address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        # An address of the old kind inside one of the new.
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(ip.packed[-4:])
        else:
            inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _connect(host: str, port: int, timeout: float) -> socket.socket:
    """A connection to a public address of the host, and to no other."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(is_public(where[0]) for *_rest, where in found):
        raise NoReply("not-public")
    failure: OSError = OSError("no address")
    for family, kind, protocol, _name, where in found:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(where)
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure


class _Plain(HTTPConnection):
    def connect(self) -> None:
        self.sock = _connect(self.host, self.port, self.timeout)


class _Secure(HTTPSConnection):
    def __init__(self, host: str, port: int, *, timeout: float, tls: ssl.SSLContext):
        super().__init__(host, port, timeout=timeout, context=tls)
        self._tls = tls

    def connect(self) -> None:
        plain = _connect(self.host, self.port, self.timeout)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def asker(*, timeout: float = 15, tls: ssl.SSLContext | None = None) -> Ask:
    """Asks over the network. `timeout` is in seconds: for each step, and three of them for the whole."""
    tls = tls or ssl.create_default_context()
    # Latin-1 is all that a header may hold.
    name = settings.SITE_NAME.encode("ascii", "ignore").decode() or "careers"
    headers = {
        "User-Agent": f"Mozilla/5.0 (compatible; {name}-link-check; +{settings.SITE_URL})",
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language": "en,cy;q=0.9",
    }

    def ask(method: str, address: str) -> Reply:
        parts = urlsplit(address)
        if parts.scheme == "https":
            connection = _Secure(parts.hostname, parts.port or 443, timeout=timeout, tls=tls)
        else:
            connection = _Plain(parts.hostname, parts.port or 80, timeout=timeout)
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
        if parts.query:
            target += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~[]|")
        # A server that sends its answer one letter at a time never meets the time-out of a step.
        late = threading.Event()
        watch = threading.Timer(3 * timeout, _break_off, [connection, late])
        watch.daemon = True
        with closing(connection):
            watch.start()
            try:
                connection.request(method, target, headers=headers)
                # Only the headers are read; of the page itself, nothing.
                response = connection.getresponse()
                location = response.getheader("Location") or ""
            except NoReply:
                raise
            except (OSError, HTTPException, ValueError) as error:
                raise NoReply("slow" if late.is_set() else _problem_of(error)) from error
            finally:
                watch.cancel()
        if late.is_set():
            raise NoReply("slow")
        # http.client reads headers as Latin-1; servers write addresses in UTF-8.
        return Reply(response.status, location.encode("latin-1", "ignore").decode("utf-8", "ignore"))

    return ask


def _break_off(connection: HTTPConnection, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):
        if connection.sock:
            connection.sock.shutdown(socket.SHUT_RDWR)


def _problem_of(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        # OpenSSL's own numbers: X509_V_ERR_CERT_HAS_EXPIRED and X509_V_ERR_HOSTNAME_MISMATCH.
        return {10: "certificate-expired", 62: "certificate-name"}.get(error.verify_code, "certificate")
    for kind, problem in (
        (TimeoutError, "slow"),
        (socket.gaierror, "no-host"),
        (UnicodeError, "no-host"),
        (ssl.SSLEOFError, "cut-off"),
        (ssl.SSLError, "no-connection"),
        (ConnectionRefusedError, "no-connection"),
        (InvalidURL, "not-an-address"),
        (HTTPException, "cut-off"),
        (ConnectionError, "cut-off"),
        (ValueError, "not-an-address"),
    ):
        if isinstance(error, kind):
            return problem
    return "no-connection"


def follow(address: str, ask: Ask, method: str) -> Answer:
    """Ask an address and wherever it is redirected to. `moved_to` is as far as it has moved for good."""
    here, moved_to, for_good, status = address, "", True, None
    for _hop in range(MOST_REDIRECTS + 1):
        if problem := _unaskable(here):
            return Answer(status, problem, moved_to)
        try:
            # The place within a page is the browser's own affair.
            reply = ask(method, urldefrag(here)[0])
        except NoReply as nothing:
            return Answer(status, nothing.problem, moved_to)
        status = reply.status
        if status not in PERMANENT | TEMPORARY or not reply.to:
            return Answer(status, _problem_with(status), moved_to)
        try:
            here = urljoin(here, reply.to.strip())
        except ValueError:
            return Answer(status, "not-an-address", moved_to)
        for_good = for_good and status in PERMANENT
        if for_good:
            moved_to = here
    return Answer(status, "circle", moved_to)


def _unaskable(address: str) -> str:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return "not-an-address"
    if parts.scheme not in ("http", "https"):
        return "not-web"
    return "" if parts.hostname else "not-an-address"


def _problem_with(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if status in (404, 410):
        return "gone"
    if status in REFUSALS:
        return "refuses"
    return "fault" if 500 <= status < 600 else "answer"


class _OneAtATime:
    """Lets one request at a time through to each host, with a pause between two."""

    def __init__(self, ask: Ask, pause: float):
        self._ask, self._pause = ask, pause
        self._hosts: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._asked: dict[str, float] = {}
        self._making = threading.Lock()

    def __call__(self, method: str, address: str) -> Reply:
        host = urlsplit(address).hostname or ""
        with self._making:
            turn = self._hosts[host]
        with turn:
            time.sleep(max(0.0, self._asked.get(host, float("-inf")) + self._pause - time.monotonic()))
            try:
                return self._ask(method, address)
            finally:
                self._asked[host] = time.monotonic()


def ask_all(
    addresses: Iterable[str], *, ask: Ask, at_once: int = 8, pause: float = 1.0
) -> Iterator[tuple[str, Answer]]:
    """Ask every address, `at_once` hosts at a time, and give each answer as soon as it is sure.

    HEAD first, and GET where that does not succeed, for many servers answer HEAD wrongly. What fails is
    asked once more, when all the others have been, before it is believed. `pause` is in seconds.
    """
    ask = _OneAtATime(ask, pause)
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        # By host, so that the threads do not all wait for their turn at the same one.
        by_host["" if _unaskable(address) else urlsplit(address).hostname or ""].append(address)
    again: dict[str, list[str]] = defaultdict(list)
    with ThreadPool(max(1, at_once)) as pool:

        def first(group: tuple[str, list[str]]) -> list[tuple[str, str, Answer]]:
            return [(group[0], address, _head_then_get(address, ask)) for address in group[1]]

        def second(addresses: list[str]) -> list[tuple[str, Answer]]:
            return [(address, follow(address, ask, "GET")) for address in addresses]

        for asked in pool.imap_unordered(first, by_host.items()):
            for host, address, answer in asked:
                if answer.problem:
                    again[host].append(address)
                else:
                    yield address, answer
        for answered in pool.imap_unordered(second, list(again.values())):
            yield from answered


def _head_then_get(address: str, ask: Ask) -> Answer:
    answer = follow(address, ask, "HEAD")
    # Where the host does not answer at all, another method will not help; that is for the second try.
    if answer.problem and answer.status is not None:
        return follow(address, ask, "GET")
    return answer


# What came back ---------------------------------------------------------------------------------------


def remember(address: str, answer: Answer, *, now: datetime) -> LinkCheck:
    """Keep what came back. Since when an address has been failing stays, as long as it fails."""
    with transaction.atomic():
        check = LinkCheck.objects.select_for_update().filter(address=address).first()
        check = check or LinkCheck(address=address)
        check.checked_at, check.status = now, answer.status
        check.problem, check.moved_to = answer.problem, answer.moved_to
        check.failing_since = (check.failing_since or now) if answer.problem else None
        check.save()
    return check


def forget_unused(in_use: Mapping[str, object]) -> int:
    """Drop what is known of addresses that our pages no longer lead to. How many."""
    unused = [pk for pk, address in LinkCheck.objects.values_list("pk", "address") if address not in in_use]
    for start in range(0, len(unused), 500):
        LinkCheck.objects.filter(pk__in=unused[start : start + 500]).delete()
    return len(unused)


def checks_of(addresses: Iterable[str]) -> dict[str, LinkCheck]:
    """What is known of these addresses: for a form, beside the fields that hold them."""
    return {check.address: check for check in LinkCheck.objects.filter(address__in=list(addresses))}


def problem_in_words(check: LinkCheck) -> str:
    """What is wrong, in the editor's language, with the HTTP status where there was one."""
    words = str(PROBLEMS.get(check.problem, check.problem))
    return f"{words} ({check.status})" if words and check.status else words
