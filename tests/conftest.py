"""What holds for all tests: a developer's own settings do not reach them, and no model is looked for on a hub."""

from __future__ import annotations

import os

import hypothesis

for name in [name for name in os.environ if name.upper().startswith("LETTERS_")]:
    del os.environ[name]
os.environ["HF_HUB_OFFLINE"] = "1"

# The same cases at each run, so that a green commit stays green; HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
