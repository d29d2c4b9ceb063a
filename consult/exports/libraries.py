"""Kinds of files that need a library of their own, which not every site has installed."""

from importlib.util import find_spec

from consult.errors import N_, Refused

LIBRARIES = {"spss": ("pyreadstat", "polars"), "parquet": ("pyarrow",)}
"""By the extra of `pyproject.toml` that brings them."""


class LibraryMissing(Refused):
    """The library that writes such a file is not there."""

    status = 501
    sentence = N_("Ce fichier demande une bibliothèque qui n’est pas installée. Pour l’installer : "
                  "pip install consult[%(extra)s]")


def is_installed(extra: str) -> bool:
    return all(find_spec(name) for name in LIBRARIES[extra])


def require(extra: str) -> None:
    """Raises LibraryMissing, with the words that install it."""
    if not is_installed(extra):
        raise LibraryMissing(extra=extra)
