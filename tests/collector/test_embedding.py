"""The service on a path of the site: the examples of the document, run by the very servers that they are for."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Final

import httpx
import pytest
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from bench.loopback import Loopback
from collector.pages.shell import STYLE_PATH
from collector.signing import ReceiptKeys
from dashboard.commands import publish
from dashboard.commands.ledger import catch_up
from dashboard.serve import create
from dashboard.settings import read_settings
from store.policies import PolicyFiles
from tests.collector.conftest import HOST, wire
from tests.policy.documents import DOCUMENT as POLICY

DOCUMENT: Final = (Path(__file__).parents[2] / "docs" / "choice.md").read_text(encoding="utf-8")
PATIENCE: Final = 20.0
MODULES: Final = Path("/usr/lib/apache2/modules")
PACKAGES: Final = {"nginx": "nginx-light", "apache": "apache2-bin", "caddy": "caddy"}

AROUND: Final = {
    "nginx": """
        daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors;
        events {{}}
        http {{
            access_log off;
            client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
            uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
            server {{ listen 127.0.0.1:{port}; {example} }}
        }}""",
    "apache": """
        ServerRoot {folder}
        ServerName localhost
        Listen 127.0.0.1:{port}
        PidFile {folder}/pid
        ErrorLog {folder}/errors
        User www-data
        Group www-data
        {modules}
        <VirtualHost *:{port}>
        {example}
        </VirtualHost>""",
    "caddy": """
        {{
            admin off
            auto_https off
        }}
        http://:{port} {{
        {example}
        respond 404
        }}""",
}
TELLING: Final = {"cookie", "referer"}
"""Headers with which browsers tell more than the service is to know."""

COMMANDS: Final = {
    "nginx": ("nginx", "-c", "{config}", "-e", "{folder}/errors"),
    "apache": ("apache2", "-f", "{config}", "-D", "FOREGROUND"),
    "caddy": ("caddy", "run", "--config", "{config}", "--adapter", "caddyfile"),
}


class Service:
    """A collector on loopback, and the headers of what reached it, by path."""

    def __init__(self, data: Path) -> None:
        files, first = PolicyFiles(data / "policies"), date(2026, 1, 1)
        publish.install(files, HOST, POLICY, "UTC", None, False, first)
        assert catch_up(files, ReceiptKeys(data / "keys"), first) == []
        self.reached: dict[str, Headers] = {}
        settings = read_settings({}, data=data, fold_seconds=0.2)
        self._loopback = Loopback().serve(create(settings, "collector", wrap=self._noting), lifespan=True)
        self.port = self._loopback.port

    def _noting(self, app: ASGIApp) -> ASGIApp:
        async def noting(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                self.reached[scope["path"]] = Headers(scope=scope)
            await app(scope, receive, send)

        return noting

    def cookies(self, path: str) -> dict[str, str]:
        """What reached it of cookies that have a value."""
        pairs = (each.strip().partition("=") for each in self.reached[path].get("cookie", "").split(";"))
        return {name: value for name, _, value in pairs if value}

    def stop(self) -> None:
        self._loopback.stop()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("data"))
    yield service
    service.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(params=AROUND)
def site(request: pytest.FixtureRequest, service: Service, tmp_path: Path) -> Iterator[httpx.Client]:
    """A browser on a page of the site, whose server has the document's example."""
    service.reached.clear()
    port = free_port()
    page = {"Origin": f"https://{HOST}", "Referer": f"https://{HOST}/behandlingar/angest"}
    headers = {"Host": HOST, "Cookie": "rv_choice=no.1; login=hemlig", **page}
    with (
        running(request.param, tmp_path, port, service.port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers) as browser,
    ):
        yield browser


@contextmanager
def running(server: str, folder: Path, port: int, behind: int) -> Iterator[None]:
    program, *arguments = COMMANDS[server]
    if not (path := shutil.which(program)):
        pytest.skip(f"{program} is not installed: apt-get install {PACKAGES[server]}")
    example = re.search(rf"```{server}\n(.*?)```", DOCUMENT, re.DOTALL)
    assert example, f"the document has an example for {server}"
    modules = ("mpm_event", "authz_core", "headers", "proxy", "proxy_http", "setenvif")
    config = folder / "config"
    config.write_text(
        AROUND[server].format(
            folder=folder,
            port=port,
            example=example[1].replace("127.0.0.1:8000", f"127.0.0.1:{behind}"),
            modules="\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules),
        )
    )
    home = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    command = [path, *(each.format(config=config, folder=folder) for each in arguments)]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, **home})
    deadline = monotonic() + PATIENCE
    while not listens(port):
        assert process.poll() is None, (folder / "said").read_text()
        assert monotonic() < deadline, (folder / "said").read_text()
    yield
    process.terminate()
    process.wait(PATIENCE)


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def test_the_choice_is_set_by_the_sites_own_server(site: httpx.Client, service: Service) -> None:
    choice = {"v": 1, "site": HOST, "policy": 1, "answer": "no"}
    answer = site.post("/stat/consent", json=choice)
    assert answer.status_code == 204
    assert answer.headers["Set-Cookie"].startswith(f"rv_choice=no.1; Max-Age=15724800; Domain={HOST};")
    headers = service.reached["/consent"]
    assert not TELLING & {*headers}
    assert headers["host"] == HOST
    assert headers["x-forwarded-for"] == "127.0.0.1"


def test_the_cookie_page_gets_its_own_cookies_and_no_other(site: httpx.Client, service: Service) -> None:
    page = site.get(f"/stat/cookies/{HOST}?lang=sv")
    assert "<code>no.1</code>" in page.text
    assert service.cookies(f"/cookies/{HOST}") == {"rv_choice": "no.1"}
    given = site.post(f"/stat/cookies?site={HOST}&lang=sv", data={"version": "1", "answer": "yes"})
    assert given.status_code == 303
    choice, receipt = given.headers.get_list("Set-Cookie")
    assert choice.startswith(f"rv_choice=yes.1; Max-Age=15724800; Domain={HOST};")
    assert "Path=" not in receipt, "a cookie for the folder in which both /consent and /cookies lie"
    assert service.cookies("/cookies") == {"rv_choice": "no.1"}
    assert "referer" not in service.reached["/cookies"]
    shown = str(given.url.join(given.headers["Location"]))
    kept = "login=hemlig; rv_receipt=e30; rv_choice=yes.1; tema=ljust"
    site.cookies.clear()
    assert "<code>yes.1</code>" in site.get(shown, headers={"Cookie": kept}).text
    assert service.cookies(f"/cookies/{HOST}") == {"rv_choice": "yes.1", "rv_receipt": "e30"}
    assert "finns inte" in site.get(f"/stat/cookies/{HOST}?lang=sv", headers={"Cookie": "login=hemlig"}).text
    assert site.get(f"/stat/kakor/{HOST}").headers["Location"] == f"../cookies/{HOST}?lang=sv"


def test_own_visits_are_marked_there_too(site: httpx.Client, service: Service) -> None:
    led = site.get(f"/stat/egna/{HOST}").headers["Location"]
    assert led == f"../own/{HOST}?lang=sv"
    marked = site.get(f"/stat/own/{HOST}", headers={"Accept": "text/html"})
    assert marked.headers["Set-Cookie"].startswith(f"rv_own=1; Max-Age=31536000; Domain={HOST};")
    site.cookies.clear()
    site.get(f"/stat/own/{HOST}?said=marked", headers={"Cookie": "login=hemlig; rv_own=1; tema=ljust"})
    assert service.cookies(f"/own/{HOST}") == {"rv_own": "1"}


def test_all_that_visitors_need_passes_and_nothing_else(site: httpx.Client, service: Service) -> None:
    script = site.get(f"/stat/s/{HOST}.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert site.post("/stat/hit?123", json=wire()).status_code == 204
    report = {"csp-report": {"effective-directive": "img-src", "blocked-uri": "https://film.example/"}}
    kind = {"Content-Type": "application/csp-report"}
    assert site.post(f"/stat/report/{HOST}", json=report, headers=kind).status_code == 204
    assert "<h1" in site.get(f"/stat/policy/{HOST}?lang=en").text
    assert site.get(f"/stat/policy/{STYLE_PATH}").status_code == 200
    for path in ("/stat/", "/stat/login", "/stat/sites", "/stat/health", "/stat/api/v1/sites", "/stat/s/", "/hit"):
        assert site.get(path).status_code == 404, path
    assert {path.split("/")[1] for path in service.reached} == {"s", "hit", "report", "policy"}
    assert not [path for path, headers in service.reached.items() if TELLING & {*headers}]
