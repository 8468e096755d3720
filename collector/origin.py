"""Where a request of a browser comes from and goes to, as the pages with forms need to know it."""

from starlette.requests import Request

from collector.urls import host_of_header, host_of_origin


def service_of(request: Request) -> str:
    """The name that the request was sent to."""
    return host_of_header(request.headers.get("host", ""))


def address_of(request: Request) -> str:
    """Whom it comes from; a trusted proxy's word for it has been taken."""
    return request.client.host if request.client else ""


def origin_of(request: Request) -> str:
    """That of the page which sent the request."""
    told = request.headers.get("origin", "")
    return told if host_of_origin(told) else f"{request.url.scheme}://{service_of(request)}"


def is_same_origin(request: Request) -> bool:
    """Whether a page of this very origin sent it: nobody else answers for the visitor. By what the browser says of it,
    or, of an older one, by the origin with its port."""
    relation = request.headers.get("sec-fetch-site")
    if relation is not None:
        return relation == "same-origin"
    origin = request.headers.get("origin", "")
    usual = "443" if origin.startswith("https:") else "80"
    asked, told = request.headers.get("host", ""), origin.partition("://")[2]
    name = host_of_origin(origin)
    return bool(name) and name == service_of(request) and _port(told, usual) == _port(asked, usual)


def _port(authority: str, usual: str) -> str:
    return authority.partition(":")[2] or usual
