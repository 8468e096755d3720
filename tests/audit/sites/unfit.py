"""Addresses under which there is nothing to audit."""

import datetime
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

_LOGIN: Final = """<!doctype html><html lang="sv"><title>Logga in</title><form method="post">
<label>Namn <input name="name"></label> <label>Lösenord <input name="password" type="password"></label>
<button>Logga in</button></form></html>"""


def unfit(elsewhere: str) -> list[Route]:
    """`elsewhere` is an address at another host."""

    async def round_and_round(request: Request) -> Response:
        return RedirectResponse(f"/runt/{1 + int(request.path_params['turn']) % 2}")

    async def away(_: Request) -> Response:
        return RedirectResponse(elsewhere)

    async def login(_: Request) -> Response:
        return HTMLResponse(_LOGIN)

    async def closed(_: Request) -> Response:
        return PlainTextResponse("", 401, {"WWW-Authenticate": 'Basic realm="Kliniken"'})

    async def document(_: Request) -> Response:
        return Response(b"%PDF-1.4\n%%EOF\n", media_type="application/pdf")

    async def broken(_: Request) -> Response:
        return PlainTextResponse("", 500)

    return [
        Route("/runt/{turn}", round_and_round),
        Route("/bort", away),
        Route("/inloggning", login),
        Route("/stangt", closed),
        Route("/blankett.pdf", document),
        Route("/trasig", broken),
    ]


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def self_certified(host: str, directory: Path) -> Iterator[str]:
    """The address of a site whose certificate nobody else has signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(host, directory))
    with HTTPServer(("127.0.0.1", 0), _Page) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"https://{host}:{server.server_port}/"
        server.shutdown()
        thread.join()


def _certificate(host: str, directory: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = directory / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return file
