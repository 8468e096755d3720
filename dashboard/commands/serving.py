"""`rakneverk serve` and `rakneverk demo`."""

from functools import partial

from dashboard.commands.data import Arguments, files_of, say
from dashboard.commands.demonstration import demonstrate
from dashboard.commands.ledger import counted, keep_up, warn_of_receipts
from dashboard.serve import Side, build_sites, create, data_centres, run
from dashboard.settings import Settings


def serve(settings: Settings, given: Arguments) -> int:
    _require_sound(settings, given.side)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    sites = len(files_of(settings).sites())
    if sites:
        keep_up(settings)
        warn_of_receipts(build_sites(files_of(settings)))
    say(f"http://{given.host}:{given.port}, data in {settings.data.resolve()}, {counted(sites, 'site')}")
    if not sites:
        say("Nothing is counted before a site is added: rakneverk site add HOST --policy FILE")
    return run(partial(create, settings, given.side), settings, given.host, given.port, given.workers)


def _require_sound(settings: Settings, side: Side) -> None:
    """What is wrong with the files that settings name is said here, and not by each worker."""
    data_centres(settings)
    if side != "collector":
        from dashboard.owner import google_client  # noqa: PLC0415 - the collector does without what comes with it

        google_client(settings)


def demo(settings: Settings, given: Arguments) -> int:
    return demonstrate(settings, given.data, given.host, given.port)
