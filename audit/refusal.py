"""Why a website cannot be audited.

CannotAudit
    NoBrowser           no Chromium is installed
    BadAddress          what was given is no address of a website
    ForeignHost         the website is not the owner's
    Unreachable         nothing answers under the address
        HostNotFound    its name is unknown
        BadCertificate  its certificate does not hold
        TookTooLong     it did not answer in time
    EndlessRedirects    it redirects for ever
    LeavesTheSite       it redirects to another host
    AsksForLogin        it shows nothing without a login
    ErrorAnswer         it answers that something went wrong
    NotAPage            it answers with something other than a page
    BrowserFailed       the browser itself stopped working
"""


class CannotAudit(Exception):
    """`str` of it is a sentence for the owner; `url` is what it is about."""

    def __init__(self, url: str, sentence: str) -> None:
        super().__init__(sentence)
        self.url = url


class NoBrowser(CannotAudit):
    pass


class BadAddress(CannotAudit):
    pass


class ForeignHost(CannotAudit):
    pass


class Unreachable(CannotAudit):
    pass


class HostNotFound(Unreachable):
    pass


class BadCertificate(Unreachable):
    pass


class TookTooLong(Unreachable):
    pass


class EndlessRedirects(CannotAudit):
    pass


class LeavesTheSite(CannotAudit):
    pass


class AsksForLogin(CannotAudit):
    pass


class ErrorAnswer(CannotAudit):
    def __init__(self, url: str, status: int) -> None:
        super().__init__(url, f"{url}: answers with the error {status}. Audit it when the page is there again.")
        self.status = status


class NotAPage(CannotAudit):
    pass


class BrowserFailed(CannotAudit):
    pass


def of_browser(url: str, message: str, seconds: float) -> CannotAudit:
    """What an error of a navigation means; `message` is the browser's own, such as "net::ERR_NAME_NOT_RESOLVED"."""
    if "ERR_NAME_NOT_RESOLVED" in message or "ERR_ADDRESS_INVALID" in message:
        return HostNotFound(url, f"{url}: no such host. Check the spelling, and that this computer is online.")
    if "ERR_CERT_" in message or "ERR_SSL_" in message:
        return BadCertificate(
            url, f"{url}: the certificate does not hold ({_reason(message)}), so visitors are warned. Renew it first."
        )
    if "INVALID_AUTH" in message:
        return AsksForLogin(url, f"{url}: is closed without a login. Give the address of an open page.")
    if "ERR_TOO_MANY_REDIRECTS" in message:
        return EndlessRedirects(url, f"{url}: redirects for ever. Open it in a browser and mend the redirects first.")
    if "Download is starting" in message or "ERR_ABORTED" in message:
        return NotAPage(url, f"{url}: is a file to download, not a page. Give the address of a page.")
    if "Timeout" in message or "TIMED_OUT" in message:
        return TookTooLong(url, f"{url}: no answer within {seconds:.0f} seconds. Try again later.")
    return Unreachable(url, f"{url}: does not answer ({_reason(message)}). Check that the website is up.")


def _reason(message: str) -> str:
    found = message.partition("net::")[2].split()
    return found[0] if found else message.splitlines()[0]
