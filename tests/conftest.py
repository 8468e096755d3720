"""What holds for every test."""

import os

# No pictures of the banner but in the tests of them: each publication would start a browser.
os.environ["RAKNEVERK_CHROMIUM"] = "none"
