"""What holds for every test."""

import gc
import os

from hypothesis import settings

# No pictures of the banner but in the tests of them: each publication would start a browser.
os.environ["RAKNEVERK_CHROMIUM"] = "none"

# Machines are shared: how long one example takes says nothing. What must be fast is measured in bench/.
settings.register_profile("shared", deadline=None)
settings.register_profile("quick", max_examples=15, deadline=None)  # `make quick`; `make test` takes a hundred
settings.load_profile("shared")

# Thousands of tests and all that they import live to the end: no use in going through them again and again for garbage.
gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()
