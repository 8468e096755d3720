"""The websites on loopback: one at a time under the clinic's name, with the other companies beside it."""

import json
from types import TracebackType
from typing import Final, Self

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Host, Route

from bench.loopback import Loopback
from tests.audit.sites.site import Site
from tests.audit.sites.unfit import unfit

CLINIC: Final = "klinik.localhost"
FILM: Final = "film.localhost"
"""A company that the policy names."""
OTHER: Final = "annat.localhost"
"""One that it does not."""

TITLES: Final = {
    "/": "Samtal som hjälper",
    "/om": "Om oss",
    "/behandlingar/": "Behandlingar",
    "/behandlingar/panik": "Panik",
    "/integritet": "Integritetspolicy",
    "/kakor": "Kakor",
}
_TAG: Final = """{
  document.cookie = 'film_id=1; path=/; max-age=2592000';
  const frame = document.createElement('iframe');
  Object.assign(frame, { title: 'Film', src: new URL('/film', document.currentScript.src) });
  document.querySelector('#film').append(frame);
}"""
_FILM: Final = '<!doctype html><html lang="sv"><title>Film</title><p>Här går filmen.</p></html>'
_PIXEL: Final = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
_OPEN: Final = {"Access-Control-Allow-Origin": "*"}


class Server:
    """Serves in a thread while it is entered; `shows` is the site that the clinic has."""

    def __init__(self) -> None:
        self.shows = Site()
        self._loopback = Loopback()
        other = Starlette(routes=[Route("/{path:path}", _other, methods=["GET", "POST"])])
        app = Starlette(
            routes=[
                Host(FILM, Starlette(routes=[Route("/tag.js", _tag), Route("/film", _film)])),
                Host(OTHER, other),
                Host(f"{{name}}.{OTHER}", other),
                Route("/site.css", self._style),
                Route("/banner.js", self._script),
                Route("/worker.js", _worker),
                Route("/sitemap.xml", self._map),
                Route("/svar", self._answer, methods=["POST"]),
                Route("/kakor", self._form, methods=["POST"]),
                *(Route(path, self._page) for path in TITLES),
                *unfit(self.url(host=OTHER)),
            ]
        )
        self._application = app

    def __enter__(self) -> Self:
        self._loopback.serve(self._application)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loopback.stop()

    def url(self, path: str = "/", host: str = CLINIC) -> str:
        return f"http://{host}:{self._loopback.port}{path}"

    def _filled(self, file: str) -> str:
        """The file with the port, under which all of them are."""
        return self.shows.files[file].replace("__PORT__", str(self._loopback.port))

    async def _page(self, request: Request) -> Response:
        path = request.url.path
        page = self._filled("page.html").replace("{title}", TITLES[path])
        if path == "/kakor":
            page = page.replace('<div id="film"></div>', self._filled("kakor.html"))
        return self._with_cookies(HTMLResponse(page, headers={"Cache-Control": "no-store"}), "page")

    async def _style(self, _: Request) -> Response:
        return Response(self._filled("site.css"), media_type="text/css")

    async def _script(self, _: Request) -> Response:
        parts = {name: self._filled(f"{name}.html") for name in ("first", "settings", "again")}
        script = self._filled("banner.js").replace("__PARTS__", json.dumps(parts))
        return Response(script, media_type="text/javascript")

    async def _map(self, _: Request) -> Response:
        rows = "".join(f"<url><loc>{self.url(path)}</loc></url>" for path in self.shows.pages)
        text = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
        return Response(text, media_type="application/xml")

    async def _answer(self, request: Request) -> Response:
        return self._with_cookies(Response(status_code=204), (await request.body()).decode())

    async def _form(self, request: Request) -> Response:
        answer = (await request.body()).decode().partition("=")[2]
        return self._with_cookies(RedirectResponse("/kakor", 303), answer)

    def _with_cookies(self, response: Response, moment: str) -> Response:
        for cookie in self.shows.cookies.get(moment, ()):
            response.headers.append("Set-Cookie", cookie)
        return response


async def _tag(_: Request) -> Response:
    return Response(_TAG, media_type="text/javascript")


async def _film(_: Request) -> Response:
    return HTMLResponse(_FILM)


async def _other(request: Request) -> Response:
    """Whatever is asked for, as far as its name says."""
    kinds = {".js": (b"0;", "text/javascript"), ".css": (b"", "text/css"), ".gif": (_PIXEL, "image/gif")}
    path = request.url.path
    content, kind = kinds.get(path[path.rfind(".") :], (_FILM.encode(), "text/html"))
    return Response(content, media_type=kind, headers=_OPEN)


async def _worker(_: Request) -> Response:
    return Response("0;", media_type="text/javascript")
