"""The service as an operator runs it: a process on a loopback port, hits over HTTP, and every way to end it."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from typing import Final, Literal

import httpx
import msgspec
import pytest

from tests.dashboard.installation import make_receiptless
from tests.dashboard.terminal import CLINIC, FIVE, Terminal
from tests.policy.documents import changed

PATIENCE: Final = 30.0
"""Seconds until something that should be true by now counts as false."""

FIREFOX: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
SETTINGS: Final = {"RAKNEVERK_FOLD_SECONDS": "0.1", "RAKNEVERK_HIT_LIMIT": "0", "RAKNEVERK_SECURE": "0"}


class Service:
    """A running `rakneverk serve`; what it prints goes to `log`."""

    def __init__(self, data: Path, log: Path, port: int, arguments: Sequence[str]) -> None:
        command = [sys.executable, "-m", "dashboard.cli", "serve", *arguments, "--port", str(port), "--data", str(data)]
        self._log = log
        self._start = f"http://127.0.0.1:{port}, data in {data.resolve()}, 1 site\n"
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command, env=os.environ | SETTINGS, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE, trust_env=False)

    def logged(self) -> str:
        """What it has printed but for the line with which it starts."""
        return self._log.read_text().removeprefix(self._start)

    def health(self) -> object:
        """Its answer once it has started: connecting is tried again, ever more slowly."""
        with httpx.Client(transport=httpx.HTTPTransport(retries=7), timeout=PATIENCE) as client:
            return client.get(self.client.base_url.join("/health")).json()

    def hit(self, index: int) -> httpx.Response:
        """A page view of /sida-INDEX, of a visit of its own; the same each time it is sent."""
        report = {
            "v": 1, "site": CLINIC, "url": f"https://{CLINIC}/sida-{index}", "id": f"number-of-the-hit-{index:06}",
            "policy": 1, "first": ["visit", "page"],
        }  # fmt: skip
        headers = {"User-Agent": FIREFOX, "Origin": f"https://{CLINIC}", "Content-Type": "text/plain"}
        return self.client.post("/hit", content=msgspec.json.encode(report), headers=headers)

    def agrees(self) -> httpx.Response:
        """The answer to a yes, over a connection of its own."""
        choice = {"v": 1, "site": CLINIC, "policy": 1, "answer": "yes"}
        headers = {"Origin": f"https://{CLINIC}", "Connection": "close"}
        return self.client.post("/consent", content=msgspec.json.encode(choice), headers=headers)

    def workers(self) -> list[int]:
        """The processes that the service has started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in children.split()]

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        self.client.close()
        self.process.send_signal(by)
        return self.process.wait(PATIENCE)


Serve = Callable[..., Service]


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    return number


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path)
    terminal.add()
    return terminal


@pytest.fixture
def serve(terminal: Terminal, tmp_path: Path, port: int) -> Iterator[Serve]:
    """Starts the service and returns when it answers; whatever runs at the test's end is killed."""
    services: list[Service] = []

    def start(*arguments: str) -> Service:
        service = Service(terminal.data, tmp_path / f"{len(services)}.log", port, arguments)
        services.append(service)
        assert service.health() == {"status": "ok"}
        return service

    yield start
    for service in services:
        service.client.close()
        if service.process.poll() is None:
            service.process.kill()
            service.process.wait()


def counted(terminal: Terminal) -> dict[str, int]:
    """Page views by page."""
    today = date.today()  # noqa: DTZ011 - a day to either side is asked for
    days = ("--from", str(today - timedelta(days=1)), "--to", str(today + timedelta(days=1)))
    done = terminal("stats", CLINIC, *days, "--dimension", "page", "--json")
    assert done.status == 0, done.err
    found = msgspec.json.decode(done.out)
    assert found["total"]["pageviews"] == sum(row["pageviews"] for row in found["rows"])
    return {row["value"]: row["pageviews"] for row in found["rows"]}


def once(indices: Iterable[int]) -> dict[str, int]:
    return {f"/sida-{index}": 1 for index in indices}


def until(is_true: Callable[[], bool], otherwise: str) -> None:
    deadline = monotonic() + PATIENCE
    while not is_true():
        assert monotonic() < deadline, otherwise


@contextmanager
def watching(processes: Iterable[int]) -> Iterator[Callable[[], bool]]:
    """Whether all of the processes end, which is waited for."""
    files = [os.pidfd_open(process) for process in processes]

    def ended() -> bool:
        return all(select.select([file], [], [], PATIENCE)[0] for file in files)

    yield ended
    for file in files:
        os.close(file)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_hit_shows_after_the_fold(serve: Serve, terminal: Terminal, workers: str) -> None:
    service = serve("--workers", workers)
    answer = service.hit(1)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "Rakneverk-Ignored" not in answer.headers
    until(lambda: counted(terminal) == once([1]), "the hit does not show")
    assert service.end() == 0
    assert service.logged() == ""


def test_what_is_told_to_end_has_lost_nothing_and_printed_nothing(serve: Serve, terminal: Terminal) -> None:
    service = serve()
    assert {service.hit(index).status_code for index in range(50)} == {204}
    assert service.client.get("/login?email=agare@example.se").status_code == 200
    assert service.end() == 0
    assert counted(terminal) == once(range(50)), "without another start"
    assert service.logged() == "", "neither address nor path is logged"


def test_several_workers_that_are_told_to_end_have_lost_nothing(serve: Serve, terminal: Terminal) -> None:
    service = serve("--workers", "2")
    with ThreadPoolExecutor(8) as pool:
        assert {answer.status_code for answer in pool.map(service.hit, range(100))} == {204}
    assert service.end() == 0
    assert serve().end() == 0, "what one worker left to the other is folded at the next start"
    assert counted(terminal) == once(range(100))


def test_ctrl_c_ends_it_quietly(serve: Serve, terminal: Terminal) -> None:
    service = serve()
    service.hit(1)
    assert service.end(signal.SIGINT) == 0
    assert (service.logged(), counted(terminal)) == ("", once([1]))


@pytest.mark.parametrize("workers", ["1", "2"])
def test_killed_amid_hits_it_counts_every_acknowledged_one_and_each_once(
    serve: Serve, terminal: Terminal, workers: str
) -> None:
    acknowledged: set[int] = set()
    service = serve("--workers", workers)

    def send(index: int) -> None:
        with suppress(httpx.TransportError):
            if service.hit(index).status_code == 204:
                acknowledged.add(index)
        if len(acknowledged) >= 60:
            os.kill(service.process.pid, signal.SIGKILL)

    with watching([service.process.pid, *service.workers()]) as ended:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(send, range(60)))
            list(pool.map(send, range(60, 120)))
        assert ended(), "the workers outlive their parent"
    assert serve().end() == 0
    assert once(acknowledged).items() <= counted(terminal).items()

    again = serve()
    with ThreadPoolExecutor(8) as pool:
        assert {answer.status_code for answer in pool.map(again.hit, range(120))} == {204}
    assert again.end() == 0
    assert counted(terminal) == once(range(120)), "what was counted before is not counted again"
    assert terminal("check").status == 0


def test_workers_end_with_a_parent_that_was_killed(serve: Serve) -> None:
    service = serve("--workers", "2")
    workers = service.workers()
    assert len(workers) >= 2
    with watching(workers) as ended:
        service.end(signal.SIGKILL)
        assert ended(), "a worker goes on without its parent"


@pytest.mark.parametrize(
    ("side", "answers"),
    [
        ("both", {"/login": 200, "/s/klinik.example.js": 200, "/hit": 405, "/api/v1/sites": 401}),
        ("collector", {"/login": 404, "/s/klinik.example.js": 200, "/hit": 405, "/api/v1/sites": 404, "/sites": 404}),
        ("dashboard", {"/login": 200, "/s/klinik.example.js": 404, "/hit": 404, "/api/v1/sites": 401}),
    ],
)
def test_each_side_answers_for_itself_alone(
    serve: Serve, side: Literal["both", "collector", "dashboard"], answers: dict[str, int]
) -> None:
    service = serve(side)
    assert {path: service.client.get(path).status_code for path in answers} == answers
    assert service.hit(1).status_code == (404 if side == "dashboard" else 204)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_core_dumps_are_off(serve: Serve, workers: str) -> None:
    service = serve("--workers", workers)
    for process in (service.process.pid, *service.workers()):
        limits = Path(f"/proc/{process}/limits").read_text()
        (core,) = (line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert core.split()[4:6] == ["0", "0"]


def test_sites_and_policies_come_into_force_while_it_serves(serve: Serve, terminal: Terminal) -> None:
    terminal("site", "remove", CLINIC)
    service = serve()
    assert service.hit(1).status_code == 404
    terminal.add()
    assert service.hit(1).status_code == 204
    tag = service.client.get(f"/s/{CLINIC}.js").headers["ETag"]
    second = changed("version = 1", "version = 2", FIVE)
    assert terminal("policy", "publish", CLINIC, terminal.file(second)).status == 0
    assert service.client.get(f"/s/{CLINIC}.js", headers={"If-None-Match": tag}).status_code == 200


def test_neither_address_nor_user_agent_is_in_any_file(serve: Serve, terminal: Terminal) -> None:
    service = serve()
    service.client.headers["X-Forwarded-For"] = "203.0.113.77"
    assert service.hit(1).status_code == 204
    assert service.end() == 0
    written = b"".join(path.read_bytes() for path in terminal.data.rglob("*") if path.is_file())
    assert b"/sida-1" in written
    for unwanted in (b"203.0.113.77", b"Firefox", b"https://klinik.example/sida"):
        assert unwanted not in written


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_that_is_taken_is_a_refusal(serve: Serve, terminal: Terminal, port: int, workers: str) -> None:
    serve()
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--workers", workers, "--port", str(port)]
    command += ["--data", str(terminal.data)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert "address already in use" in done.stderr.lower()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("path", ["/hit", "/consent", "/login"])
def test_who_hangs_up_in_the_middle_of_a_body_fills_no_log(serve: Serve, port: int, path: str) -> None:
    service = serve()
    with socket.create_connection(("127.0.0.1", port)) as browser:
        browser.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{{".encode())
    assert service.hit(1).status_code == 204
    assert service.end() == 0
    assert service.logged() == ""


def test_what_no_route_answers_is_a_problem_document(serve: Serve) -> None:
    client = serve().client
    for method, path, status in (("GET", "/hit", 405), ("GET", "/nothing", 404)):
        answer = client.request(method, path)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert answer.json()["status"] == status


def test_every_worker_gives_the_same_receipt_and_all_sign_with_the_next_key_at_once(
    serve: Serve, terminal: Terminal
) -> None:
    service = serve("--workers", "2")

    def receipts() -> set[bytes]:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: service.agrees(), range(40)))
        assert {answer.status_code for answer in answers} == {200}
        return {answer.content for answer in answers}

    before = receipts()
    assert terminal("receipt", "rotate").status == 0
    after = receipts()
    assert len(before) == len(after) == 1
    for receipt in (*before, *after):
        done = terminal("receipt", "verify", terminal.file(receipt.decode(), "receipt.json"))
        assert done.status == 0, done.err
    assert msgspec.json.decode(*before)["key"] != msgspec.json.decode(*after)["key"]


def test_a_ledger_that_is_broken_is_told_of_and_all_else_goes_on(serve: Serve, terminal: Terminal) -> None:
    (terminal.data / "policies" / CLINIC / "ledger.jsonl").write_bytes(b"[]\n")
    service = serve()
    assert service.hit(1).status_code == 204
    assert (service.agrees().status_code, service.agrees().content) == (204, b"")
    assert service.end() == 0
    assert counted(terminal) == once([1])
    [told] = [line for line in service.logged().splitlines() if "http://" not in line]
    assert told.startswith(f"rakneverk: {terminal.data}/policies/{CLINIC}/ledger.jsonl: No line has the hash")


def test_a_key_that_is_damaged_is_told_of_and_all_else_goes_on(serve: Serve, terminal: Terminal) -> None:
    (terminal.data / "keys" / "receipt-1.key").write_bytes(b"ten bytes.")
    service = serve()
    assert service.hit(1).status_code == 204
    assert (service.agrees().status_code, service.agrees().content) == (204, b"")
    assert service.end() == 0
    [told] = [line for line in service.logged().splitlines() if "http://" not in line]
    assert told.startswith(f"rakneverk: {terminal.data}/keys/receipt-1.key is damaged: it must hold 32 random bytes.")


def test_a_policy_that_leaves_everyone_without_a_receipt_is_told_of(serve: Serve, terminal: Terminal) -> None:
    make_receiptless(terminal.data)
    service = serve()
    assert service.end() == 0
    [told] = [line for line in service.logged().splitlines() if "http://" not in line]
    assert told.startswith("rakneverk: Version 1 of the policy of klinik.example has no row for rv_receipt, so nobody")


def test_what_was_published_before_there_was_a_ledger_is_written_down_at_the_start(
    serve: Serve, terminal: Terminal
) -> None:
    (terminal.data / "policies" / CLINIC / "ledger.jsonl").unlink()
    index = terminal.data / "policies" / "sites.json"
    index.write_bytes(re.sub(rb'"ledger": "[0-9a-f]*"', b'"ledger": ""', index.read_bytes()))
    assert serve().agrees().status_code == 200
    assert terminal("policy", "verify", CLINIC).status == 0
