"""Errors that a user or a file can cause. Each message is one line that says what to do."""


class LettersError(Exception):
    """Base of all errors that are shown as one line, without a traceback."""


class UnreadableFile(LettersError):
    """A file that cannot be read as a letter; the message says why."""


class LibraryError(LettersError):
    """The library cannot be opened or used as asked."""


class LibraryBusy(LibraryError):
    """Another process writes the library just now."""


class QueryRefused(LettersError):
    """A SPARQL query that is not let in (update, SERVICE, LOAD), or that cannot be read: then with line and column."""


class QueryTimeout(LettersError):
    """A SPARQL query that was stopped at its time limit."""


class QueryTooLarge(LettersError):
    """A SPARQL query that was stopped because it needed more memory than it may have."""


class QueryBusy(LettersError):
    """A SPARQL query that could not begin because too many are running."""


class SettingsError(LettersError):
    """A setting that is unknown or out of bounds: a mistake in how the program was called."""


class StoreError(LettersError):
    """The graph store cannot be reached or refuses its work."""


class SelectionError(LettersError):
    """A choice of letters that cannot be meant: an authority, kind, theme or date that does not exist."""
