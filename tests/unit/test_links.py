"""Asking web addresses: what each answer means, how politely we ask, and where we refuse to be led.

Nothing here leaves the machine: answers are invented, or come from a server on 127.0.0.1.
"""

import socket
import socketserver
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from profiles import links
from profiles.links import Answer, NoReply, Reply, ask_all, asker, follow, leads_to
from tests.builders import make_directory, make_profile_document, pair

PAGE = "https://a.example/page"


class Web:
    """An invented web: what each address answers, and what was asked of it."""

    def __init__(self, **pages):
        self.pages = {name.replace("_", "-"): answer for name, answer in pages.items()}
        self.asked = []

    def __call__(self, method, address):
        self.asked.append((method, address))
        answer = self.pages[address.rpartition("/")[2]]
        if callable(answer):
            answer = answer(method)
        if isinstance(answer, str):
            raise NoReply(answer)
        return Reply(*answer) if isinstance(answer, tuple) else Reply(answer)


def answers(web, *addresses, **options):
    return dict(ask_all(addresses, ask=web, pause=0, **options))


# What leads where ---------------------------------------------------------------------------------------


def test_every_address_of_a_career_is_found_with_its_place():
    prose = pair("[A](https://a.example/x?b=1&c=2) and [us](page:about) and https://bare.example/", "")
    document = make_profile_document(
        sections=[
            {"key": "pay", "title": pair("Pay"), "answer": pair("It varies."), "prose": prose, "notes": PAGE}
        ]
    )

    assert dict(leads_to(document)) == {
        "sections.pay.prose.en": "https://a.example/x?b=1&c=2",
        "films.sam.address": "https://films.example/sam",
    }


def test_every_address_of_the_directory_is_found_with_its_place():
    directory = make_directory(
        contacts=[
            {
                "key": "trust",
                "organisation": pair("The Trust", "Yr Ymddiriedolaeth"),
                "web": pair("https://trust.example/", "https://trust.example/cy/"),
                "sources": ["careers-wales"],
            }
        ]
    )

    assert dict(leads_to(directory)) == {
        "sources.prospects.address.en": "https://prospects.example/shop-manager",
        "contacts.trust.web.en": "https://trust.example/",
        "contacts.trust.web.cy": "https://trust.example/cy/",
        "links.find-a-job.address.en": "https://jobs.example/",
        "minimum_wages.uk-2026-04.address.en": "https://wages.example/",
    }


# What an answer means -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (200, ""),
        (204, ""),
        (404, "gone"),
        (410, "gone"),
        (403, "refuses"),
        (429, "refuses"),
        (500, "fault"),
        (503, "fault"),
        (418, "answer"),
        (304, "answer"),
    ],
)
def test_a_status_says_whether_a_link_leads_there(status, problem):
    assert answers(Web(page=status), PAGE) == {PAGE: Answer(status, problem)}


@pytest.mark.parametrize("problem", ["slow", "no-host", "certificate-expired"])
def test_where_nothing_answers_the_reason_is_kept(problem):
    assert answers(Web(page=problem), PAGE) == {PAGE: Answer(None, problem)}


def test_every_problem_has_its_words():
    assert all(str(words) for words in links.PROBLEMS.values())
    named = {links._problem_with(status) for status in range(100, 1000)} - {""}
    assert named <= set(links.PROBLEMS)


def test_get_is_asked_only_where_head_does_not_succeed():
    web = Web(page=200, other=lambda method: 405 if method == "HEAD" else 200)
    other = "https://b.example/other"

    assert answers(web, PAGE, other) == {PAGE: Answer(200), other: Answer(200)}
    assert sorted(web.asked) == [("GET", other), ("HEAD", PAGE), ("HEAD", other)]


def test_a_link_is_broken_only_when_it_fails_twice():
    gives = iter([503, 503, 200])
    web = Web(page=lambda method: next(gives))

    assert answers(web, PAGE) == {PAGE: Answer(200)}
    assert [method for method, _address in web.asked] == ["HEAD", "GET", "GET"]


def test_what_fails_is_asked_again_after_all_the_others():
    web = Web(page="slow", other=200)
    answers(web, PAGE, "https://a.example/other")

    assert [address for _method, address in web.asked] == [PAGE, "https://a.example/other", PAGE]


# Redirects ----------------------------------------------------------------------------------------------


def test_where_a_link_has_moved_for_good_is_kept():
    web = Web(page=(301, "/second"), second=(308, "https://b.example/third"), third=200)

    assert answers(web, PAGE) == {PAGE: Answer(200, moved_to="https://b.example/third")}


def test_a_move_for_now_is_not_kept_nor_any_after_it():
    web = Web(page=(301, "/second"), second=(302, "/third"), third=(301, "/fourth"), fourth=200)

    assert answers(web, PAGE) == {PAGE: Answer(200, moved_to="https://a.example/second")}


def test_a_circle_of_redirects_ends():
    web = Web(page=(302, "/page"))

    assert follow(PAGE, web, "GET") == Answer(302, "circle")
    assert len(web.asked) == links.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("to", "problem"),
    [
        ("ftp://a.example/file", "not-web"),
        ("file:///etc/passwd", "not-web"),
        ("https://a.example:port/", "not-an-address"),
        ("https://:80/", "not-an-address"),
        ("https://[a.example/", "not-an-address"),
    ],
)
def test_a_redirect_to_what_is_no_web_page_is_not_followed(to, problem):
    web = Web(page=(301, to))

    assert follow(PAGE, web, "GET").problem == problem
    assert len(web.asked) == 1


def test_an_address_that_is_none_is_said_to_be_none():
    assert answers(Web(), "https://[a.example/") == {"https://[a.example/": Answer(None, "not-an-address")}


def test_a_place_within_a_page_is_not_sent():
    web = Web(page=200)

    assert answers(web, f"{PAGE}#part") == {f"{PAGE}#part": Answer(200)}
    assert web.asked == [("HEAD", PAGE)]


# Politeness ---------------------------------------------------------------------------------------------


class Busy:
    """Notes how many are asking at once: in all, and of one host."""

    def __init__(self):
        self.lock = threading.Lock()
        self.now = []
        self.most, self.most_of_a_host, self.times = 0, 0, []

    def __call__(self, method, address):
        host = address.split("/")[2]
        with self.lock:
            self.now.append(host)
            self.times.append(time.monotonic())
            self.most = max(self.most, len(self.now))
            self.most_of_a_host = max(self.most_of_a_host, self.now.count(host))
        time.sleep(0.02)
        with self.lock:
            self.now.remove(host)
        return Reply(200)


def test_a_few_hosts_are_asked_at_once_and_each_of_them_one_at_a_time():
    busy = Busy()
    addresses = [f"https://{host}.example/{page}" for host in "abcdef" for page in range(3)]

    assert len(dict(ask_all(addresses, ask=busy, at_once=3, pause=0))) == len(addresses)
    assert 1 < busy.most <= 3
    assert busy.most_of_a_host == 1


def test_a_host_that_others_redirect_to_is_asked_one_at_a_time_too():
    busy = Busy()

    def ask(method, address):
        return busy(method, address) if "same" in address else Reply(302, "https://same.example/")

    list(ask_all([f"https://{host}.example/" for host in "abcd"], ask=ask, at_once=4, pause=0))

    assert (len(busy.times), busy.most_of_a_host) == (4, 1)


def test_there_is_a_pause_between_two_questions_to_a_host():
    busy = Busy()
    list(ask_all([f"https://a.example/{page}" for page in range(3)], ask=busy, pause=0.1))

    assert all(later - earlier >= 0.1 for earlier, later in zip(busy.times, busy.times[1:], strict=False))


# Over the network, as far as this machine ---------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self):
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/n\u0175".encode().decode("latin-1"))
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            with self.server.lock:
                self.server.sent = 0
            try:
                while self.server.sent < 50_000_000:
                    self.wfile.write(b"x" * 65536)
                    self.server.sent += 65536
            except OSError:
                pass
            return
        else:
            self.send_response(200 if self.path.startswith("/n") else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = _answer  # noqa: N815 - what http.server asks for

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    """A web server on this machine; its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.seen, server.lock, server.sent = [], threading.Lock(), 0
        server.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def this_machine_is_public(monkeypatch):
    monkeypatch.setattr(links, "is_public", lambda host_address: host_address == "127.0.0.1")


def test_a_real_server_is_asked_by_our_name_and_its_moves_are_followed(server, this_machine_is_public):
    found = follow(f"{server.address}/moved", asker(timeout=5), "HEAD")

    assert found == Answer(200, moved_to=f"{server.address}/nŵ")
    method, path, headers = server.seen[-1]
    assert (method, path) == ("HEAD", "/n%C5%B5")
    assert "link-check; +http://testserver" in headers["User-Agent"]


def test_a_page_that_is_not_there_is_gone(server, this_machine_is_public):
    assert follow(f"{server.address}/?q=a b", asker(timeout=5), "GET") == Answer(404, "gone")
    assert server.seen[-1][1] == "/?q=a%20b"


def test_of_a_page_itself_nothing_is_read(server, this_machine_is_public):
    assert follow(f"{server.address}/endless", asker(timeout=5), "GET") == Answer(200)
    # What the system's own buffers took before we closed the connection is not ours.
    assert server.sent < 20_000_000


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0"])  # noqa: S104
def test_the_machines_own_network_is_never_asked(server, host):
    found = follow(f"http://{host}:{server.server_port}/nothing", asker(timeout=5), "GET")

    assert found == Answer(None, "not-public")
    assert server.seen == []


def test_a_redirect_does_not_lead_into_the_machines_own_network(server):
    inside = asker(timeout=5)

    def ask(method, address):
        return Reply(302, f"{server.address}/nothing") if "a.example" in address else inside(method, address)

    assert follow(PAGE, ask, "GET") == Answer(302, "not-public")
    assert server.seen == []


def test_a_host_with_one_address_inside_and_one_outside_is_refused(monkeypatch):
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in ("93.184.215.14", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: both)

    assert follow("http://a.example/", asker(timeout=5), "GET") == Answer(None, "not-public")


def test_the_number_that_was_looked_at_is_the_one_that_is_asked(server, monkeypatch, this_machine_is_public):
    """A name that leads elsewhere the second time it is asked for gains nothing."""
    asked = []

    def once(host, port, **options):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", once)

    assert follow(f"http://a.example:{server.server_port}/nothing", asker(timeout=5), "GET") == Answer(200)
    assert asked == ["a.example"]
    assert server.seen[0][2]["Host"] == f"a.example:{server.server_port}"


def test_a_name_that_there_is_not(monkeypatch):
    def nobody(*args, **options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)

    assert follow("http://nobody.example/", asker(timeout=5), "GET") == Answer(None, "no-host")


def test_a_door_that_is_shut(this_machine_is_public):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert follow(f"http://127.0.0.1:{port}/", asker(timeout=5), "GET") == Answer(None, "no-connection")


class Slow(socketserver.BaseRequestHandler):
    """Sends what it is given a letter at a time, for longer than anybody should wait."""

    def handle(self):
        self.request.recv(4096)
        for letter in self.server.says:
            try:
                self.request.sendall(bytes([letter]))
            except OSError:
                return
            if self.server.stop.wait(0.05):
                return


@pytest.mark.parametrize(
    ("says", "timeout", "problem"),
    [
        (b"", 0.3, "cut-off"),
        (b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 400, 0.3, "slow"),
        (b"not HTTP at all\r\n\r\n", 2, "cut-off"),
    ],
)
def test_a_server_that_says_nothing_useful_is_left(this_machine_is_public, says, timeout, problem):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Slow) as server:
        server.says, server.stop, server.daemon_threads = says, threading.Event(), True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        began = time.monotonic()
        found = follow(f"http://127.0.0.1:{server.server_address[1]}/", asker(timeout=timeout), "GET")
        took = time.monotonic() - began
        server.stop.set()
        server.shutdown()
        thread.join()

    assert found == Answer(None, problem)
    assert took < 5


def test_a_server_that_never_answers_is_slow(this_machine_is_public):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"

        assert follow(address, asker(timeout=0.2), "GET") == Answer(None, "slow")


def test_a_server_that_speaks_no_tls_cannot_be_reached_by_it(server, this_machine_is_public):
    address = server.address.replace("http:", "https:")

    assert follow(address, asker(timeout=5), "GET") == Answer(None, "no-connection")


@pytest.mark.parametrize(
    ("code", "problem"), [(10, "certificate-expired"), (62, "certificate-name"), (18, "certificate")]
)
def test_what_is_wrong_with_a_certificate_is_said(code, problem):
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code

    assert links._problem_of(error) == problem
