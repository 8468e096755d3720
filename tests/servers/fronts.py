"""Web servers in front of the clinic's application, each with the snippet that the command prints and nothing else of
ours: the processes of nginx, Apache and Caddy, and the middleware."""

import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple

import pytest

from bench.loopback import Loopback
from policy.middleware import ContentSecurity
from tests.servers.internet import PAGE, PATIENCE, SITE, Internet
from tests.servers.owner import SERVICE_URL, Owner, policy

PACKAGES: Final = {"nginx": "nginx-light", "apache2": "apache2-bin", "caddy": "caddy"}
MODULES: Final = Path("/usr/lib/apache2/modules")

_NGINX: Final = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache keys_zone=pages:1m;
    include {folder}/snippet;
    server {{
        listen 127.0.0.1:{port};
        {lines}
        add_header Cached $upstream_cache_status;
        location / {{
            proxy_pass http://127.0.0.1:{behind};
            proxy_set_header Host $host;
            proxy_cache pages;
            proxy_cache_key $uri;
            proxy_cache_valid 200 10m;
        }}
    }}
}}
"""

_APACHE: Final = """
ServerRoot {folder}
ServerName {site}
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/errors
User {user}
Group {group}
{modules}
<VirtualHost *:{port}>
{inside}
</VirtualHost>
"""

_PROXY: Final = """
ProxyPreserveHost On
ProxyPass / http://127.0.0.1:{behind}/
{snippet}
"""

_FOLDER: Final = """
DocumentRoot {folder}/pages
<Directory {folder}/pages>
    AllowOverride All
    Require all granted
</Directory>
"""

_REWRITING: Final = """
AddType text/javascript .js
AddType image/svg+xml .svg
RewriteEngine On
RewriteCond %{REQUEST_FILENAME} !-f
RewriteRule . /index.html [L]
"""
"""As WordPress has it: whatever is no file is answered by one page, which a plug-in has kept ready."""

_CADDY: Final = """
{{
    admin off
    auto_https off
}}
http://{site}:{port} {{
    import {folder}/snippet
    reverse_proxy 127.0.0.1:{behind}
}}
"""


class Place(NamedTuple):
    """Where a server runs: its folder, its port, and that of the application behind it."""

    folder: Path
    port: int
    behind: int


@contextmanager
def nginx(owner: Owner, place: Place, _: Internet) -> Iterator[None]:
    snippet = owner.snippet("nginx")
    (place.folder / "snippet").write_text(snippet, encoding="utf-8")
    lines = "\n".join(re.findall(r"^# +(add_header .*;)$", snippet, re.MULTILINE))
    config = place.folder / "nginx.conf"
    config.write_text(_NGINX.format(**place._asdict(), lines=lines))
    with _process(place, "nginx", "-c", str(config), "-e", str(place.folder / "errors")):
        yield


@contextmanager
def apache(owner: Owner, place: Place, _: Internet) -> Iterator[None]:
    inside = _PROXY.format(behind=place.behind, snippet=owner.snippet("apache"))
    with _apache(place, inside, "proxy", "proxy_http"):
        yield


@contextmanager
def htaccess(owner: Owner, place: Place, _: Internet) -> Iterator[None]:
    pages = place.folder / "pages"
    pages.mkdir()
    (pages / "index.html").write_text(PAGE, encoding="utf-8")
    (pages / "own.js").touch()
    (pages / ".htaccess").write_text(_REWRITING + owner.snippet("apache"), encoding="utf-8")
    with _apache(place, _FOLDER.format(folder=place.folder), "rewrite", "mime", "dir"):
        yield


@contextmanager
def _apache(place: Place, inside: str, *modules: str) -> Iterator[None]:
    loaded = "\n".join(
        f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in ("mpm_event", "authz_core", "headers", *modules)
    )
    config = place.folder / "apache.conf"
    mime = place.folder / "mime.types"
    mime.write_text("text/html html\n")
    types = f"TypesConfig {mime}\n" if "mime" in modules else ""
    config.write_text(
        _APACHE.format(
            **place._asdict(),
            site=SITE,
            modules=loaded + "\n" + types,
            inside=inside,
            user="www-data",
            group="www-data",
        )
    )
    with _process(place, "apache2", "-f", str(config), "-D", "FOREGROUND"):
        yield


@contextmanager
def caddy(owner: Owner, place: Place, _: Internet) -> Iterator[None]:
    (place.folder / "snippet").write_text(owner.snippet("caddy"), encoding="utf-8")
    config = place.folder / "Caddyfile"
    config.write_text(_CADDY.format(**place._asdict(), site=SITE))
    with _process(place, "caddy", "run", "--config", str(config), "--adapter", "caddyfile"):
        yield


@contextmanager
def middleware(_: Owner, place: Place, internet: Internet) -> Iterator[None]:
    app = ContentSecurity(internet.application(), policy(), SITE, service=SERVICE_URL)
    server = Loopback(place.port).serve(app)
    yield
    server.stop()


FRONTS: Final = {each.__name__: each for each in (nginx, apache, htaccess, caddy, middleware)}


@contextmanager
def _process(place: Place, program: str, *arguments: str) -> Iterator[None]:
    """Runs a server until it is no longer needed; what it says is in the folder's file "errors"."""
    if not (path := shutil.which(program)):
        pytest.skip(f"{program} is not installed: apt-get install {PACKAGES[program]}")
    home = {name: str(place.folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    with (place.folder / "said").open("wb") as said:
        process = subprocess.Popen([path, *arguments], stdout=said, stderr=said, env={**os.environ, **home})
    deadline = monotonic() + PATIENCE
    while not _answers(place.port):
        said_so_far = (place.folder / "said").read_text(encoding="utf-8")
        assert process.poll() is None, f"{program} ended before it answered: {said_so_far}"
        assert monotonic() < deadline, f"{program} does not answer: {said_so_far}"
    yield
    process.terminate()
    process.wait(PATIENCE)


def _answers(port: int) -> bool:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/own.js", headers={"Host": SITE})
    with suppress(OSError), urllib.request.urlopen(request, timeout=1) as answer:
        return bool(answer.status == 200)
    return False
