"""The page that says why a visitor's request came to nothing, in the place of the one that was asked for."""

from typing import Final, Literal

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from collector.pages.shell import PAGE, STYLE_PATH, TEMPLATES, language_asked
from collector.refusal import Handler, Refused
from policy.rights import rights
from policy.site import Site
from policy.words import sentences

Kind = Literal["cookies", "policy"]
"""The page of a site that was asked for, as addresses name it."""

_HEADERS: Final = {**PAGE, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


class PageProblem(Exception):
    """The request is answered with a page that says why: `sentence` is a key of `rights`, with what its fields are to
    hold. Where the site is known, the page leads to that site's."""

    def __init__(self, status: int, sentence: str, site: Site | None = None, **fields: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.site, self.fields = status, sentence, site, fields


def explaining(handler: Handler, root: str, kind: Kind) -> Handler:
    """The handler, with problems answered as pages in the visitor's language; `root` is the relative way from the
    request's address to where the service's own begin."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except PageProblem as problem:
            return _page(request, root, kind, problem, {})
        except Refused as refused:
            wait = {} if refused.retry_after is None else {"Retry-After": str(refused.retry_after)}
            sentence = {429: "problem_flood", 503: "problem_disk"}.get(refused.status, "problem_answer")
            return _page(request, root, kind, PageProblem(refused.status, sentence), wait)

    return answer


async def unnamed(_: Request) -> Response:
    """Answers for addresses that should name a site."""
    raise PageProblem(404, "problem_unnamed")


def _page(request: Request, root: str, kind: Kind, problem: PageProblem, headers: dict[str, str]) -> Response:
    language, site = language_asked(request), problem.site
    r = rights(language)
    page = TEMPLATES.get_template("problem.html").render(
        language=language,
        style=f"{root}/policy/{STYLE_PATH}",
        title=r.get(f"problem_{problem.status}", r["problem_400"]),
        sentence=r[problem.sentence].format(**problem.fields),
        home=f"{root}/{kind}/{site.host}?lang={language}" if site else "",
        back={"cookies": r["back"], "policy": sentences(language)["present"]}[kind],
    )
    return HTMLResponse(page, problem.status, {**_HEADERS, **headers})
