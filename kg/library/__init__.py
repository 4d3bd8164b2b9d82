"""The library: the folder that holds everything ingested."""

from kg.library.folder import Library, Status
from kg.library.manifest import Entry
from kg.library.planning import Job, Plan

__all__ = ["Entry", "Job", "Library", "Plan", "Status"]
