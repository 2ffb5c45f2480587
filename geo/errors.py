"""Name every failure that a caller can act on; each kind is also a builtin."""

from __future__ import annotations


class GeoError(Exception):
    """Root of all errors that this package raises on purpose."""


class InputError(GeoError, ValueError):
    """A value from the outside is not allowed."""


class PlaceNotFound(GeoError, LookupError):
    """No place answers to a name or an id."""


class DataError(GeoError, RuntimeError):
    """An embedded data file is missing, damaged or of another version."""


class OutputError(GeoError, OSError):
    """The output cannot be written; what was there before is untouched."""


class MissingExtra(GeoError, ImportError):
    """An optional part of the package is not installed."""


def require_extra(module: str, *, extra: str) -> None:
    """Raise a helpful error unless an optional module can be imported.

    Parameters
    ----------
    module
        Name of the module to import.
    extra
        Name of the extra of this package that installs it.

    Raises
    ------
    MissingExtra
        If the module is not installed; the message gives the pip line.
    """
    from importlib.util import find_spec

    if find_spec(module) is None:
        msg = f"this needs the package {module!r}: pip install 'geo[{extra}]'"
        raise MissingExtra(msg)
