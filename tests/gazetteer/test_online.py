"""The online chain against a server on this machine that behaves well and badly."""

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.exc import (
    GeocoderParseError,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
)

from geo.errors import InputError
from geo.gazetteer.online import OnlineChain, nominatim, photon
from geo.vocab import Verdict

pytestmark = [pytest.mark.network, pytest.mark.enable_socket]
AGENT = "geo-tests (tests@example.org)"
UNKNOWN = "Qyzylzzhartas"
GOOD = {
    "place_id": 7, "lat": "48.5", "lon": "70.5", "display_name": f"{UNKNOWN}, Kazakhstan",
    "addresstype": "town",
}  # fmt: skip


class Server:
    """A geocoding server that answers with what a test has set."""

    def __init__(self):
        self.replies = []
        self.requests = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.requests.append((self.path, dict(self.headers)))
                reply = outer.replies.pop(0) if len(outer.replies) > 1 else outer.replies[0]
                time.sleep(reply.get("after", 0))
                self.send_response(reply.get("status", 200))
                for name, value in reply.get("headers", {}).items():
                    self.send_header(name, value)
                body = reply.get("body", b"")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(BrokenPipeError):
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.domain = f"127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def say(self, *replies):
        self.replies = list(replies)


def ok(places):
    return {"body": json.dumps(places).encode(), "headers": {"Content-Type": "application/json"}}


@pytest.fixture
def server():
    one = Server()
    yield one
    one.http.shutdown()
    one.http.server_close()


class Clock:
    def __init__(self):
        self.now = 0.0
        self.slept = []

    def time(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def chain(server, clock, tmp_path):
    service = nominatim(user_agent=AGENT, domain=server.domain, scheme="http")
    return OnlineChain(service, cache=tmp_path, clock=clock.time, sleep=clock.sleep)


def test_what_is_known_is_not_asked(server, chain):
    assert chain.locate("Astana").best.country == "KZ"
    assert chain.locate("Springfield").verdict is Verdict.AMBIGUOUS
    assert server.requests == []


def test_a_good_answer(server, chain):
    server.say(ok([GOOD]))
    answer = chain.locate(UNKNOWN, country="KZ")
    assert (answer.best.longitude, answer.best.latitude) == (70.5, 48.5)
    assert answer.best.licence == "ODbL-1.0"
    assert "OpenStreetMap" in answer.best.source
    assert "OpenStreetMap" in answer.reason
    path, headers = server.requests[0]
    assert headers["User-Agent"] == AGENT
    query = parse_qs(urlsplit(path).query)
    assert query["q"] == [UNKNOWN]
    assert query["countrycodes"] == ["kz"]


def test_answers_are_kept_for_other_runs(server, chain, clock, tmp_path):
    server.say(ok([GOOD]))
    first = chain.locate(UNKNOWN)
    again = OnlineChain(chain.service, cache=tmp_path, clock=clock.time, sleep=clock.sleep)
    assert again.locate(UNKNOWN) == first
    assert len(server.requests) == 1


def test_nothing_is_kept_too(server, chain):
    server.say(ok([]))
    for _ in range(2):
        answer = chain.locate(UNKNOWN)
        assert answer.verdict is Verdict.UNKNOWN
        assert "Nominatim knows none" in answer.reason
    assert len(server.requests) == 1


def test_a_damaged_cache_is_asked_again(server, chain, tmp_path):
    server.say(ok([GOOD]))
    chain.locate(UNKNOWN)
    (kept,) = tmp_path.glob("*.json")
    kept.write_text('{"question"', encoding="utf-8")
    assert chain.locate(UNKNOWN).best
    assert len(server.requests) == 2


def test_the_services_pace_is_kept(server, chain, clock):
    server.say(ok([GOOD]))
    for number in "abc":
        chain.locate(UNKNOWN + number)
    assert clock.slept == [1.0, 1.0]


def test_a_place_that_contradicts_the_hint_is_not_taken(server, chain):
    server.say(ok([GOOD]))
    answer = chain.locate(UNKNOWN, country="CN")
    assert answer.verdict is Verdict.UNKNOWN
    assert "contradicts" in answer.reason
    assert answer.candidates == ()


def test_retry_after_is_honoured(server, chain, clock):
    server.say({"status": 429, "headers": {"Retry-After": "7"}}, ok([GOOD]))
    assert chain.locate(UNKNOWN).best
    assert clock.slept == [7]


def test_a_service_that_asks_for_too_long_is_left_alone(server, chain, clock, tmp_path):
    server.say({"status": 429, "headers": {"Retry-After": "3600"}})
    with pytest.raises(GeocoderRateLimited) as caught:
        chain.locate(UNKNOWN)
    assert caught.value.retry_after == 3600
    assert clock.slept == []
    assert list(tmp_path.iterdir()) == []


def test_failures_are_tried_again_and_not_kept(server, chain, tmp_path):
    server.say({"status": 500})
    with pytest.raises(GeocoderServiceError):
        chain.locate(UNKNOWN)
    assert len(server.requests) == 3
    assert list(tmp_path.iterdir()) == []
    server.say({"status": 500}, ok([GOOD]))
    assert chain.locate(UNKNOWN).best


def test_broken_json(server, chain):
    server.say({"body": b'[{"lat": 48', "headers": {"Content-Type": "application/json"}})
    with pytest.raises(GeocoderParseError):
        chain.locate(UNKNOWN)


def test_a_slow_service(server, chain):
    chain.service.geocoder.timeout = 0.2
    server.say({**ok([GOOD]), "after": 1.0})
    with pytest.raises(GeocoderTimedOut):
        chain.locate(UNKNOWN)


def test_no_service(chain):
    chain.service.geocoder.api = "http://127.0.0.1:9/search"
    with pytest.raises(GeocoderServiceError):
        chain.locate(UNKNOWN)


def test_photon(server, clock, tmp_path):
    service = photon(user_agent=AGENT, domain=server.domain, scheme="http")
    chain = OnlineChain(service, cache=tmp_path, clock=clock.time, sleep=clock.sleep)
    feature = {
        "geometry": {"coordinates": [70.5, 48.5], "type": "Point"},
        "properties": {"name": UNKNOWN, "countrycode": "KZ", "osm_value": "village"},
        "type": "Feature",
    }
    server.say(ok({"features": [feature]}))
    best = chain.locate(UNKNOWN, country="KZ").best
    assert (best.longitude, best.latitude, best.country) == (70.5, 48.5, "KZ")
    assert best.source.startswith("Photon")


@pytest.mark.parametrize("agent", ["", "  ", "geopy/2.4"])
def test_a_user_agent_of_ones_own_is_needed(agent):
    with pytest.raises(InputError, match="user_agent"):
        nominatim(user_agent=agent)
