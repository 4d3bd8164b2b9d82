"""What holds for all tests: a developer's own settings do not reach them, and no model is looked for on a hub."""

from __future__ import annotations

import os

for name in [name for name in os.environ if name.upper().startswith("LETTERS_")]:
    del os.environ[name]
os.environ["HF_HUB_OFFLINE"] = "1"
