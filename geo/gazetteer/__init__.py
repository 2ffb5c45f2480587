"""Find places by name, offline, in any script, with an honest verdict."""

from __future__ import annotations

from functools import cache

from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.records import Answer, Candidate, GazetteerPlace, ListedPlace

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Answer", "Candidate", "Gazetteer", "GazetteerPlace", "ListedPlace", "locate"]


@cache
def embedded() -> Gazetteer:
    """Return the gazetteer of the embedded index, opened once a process."""
    return Gazetteer.load()


def locate(
    query: str,
    *,
    country: str | None = None,
    kind: str | None = None,
    region: str | None = None,
    bbox: tuple[float, float, float, float] | None = None,
    near: Sequence[tuple[float, float]] = (),
    candidates: int = 5,
    gazetteer: Gazetteer | None = None,
) -> Answer:
    """Look a place name up in any script, offline.

    Parameters
    ----------
    query
        The name, alone or followed by what it lies in: ``"Tacheng, China"``.
    country
        ISO 3166-1 code or name of the country that the place lies in.
    kind
        A value of `geo.vocab.PlaceKind`: ``"station"``, ``"city"``, ``"region"``.
    region
        ISO 3166-2 code or name of the first-level unit that the place lies in.
    bbox
        West, south, east, north in degrees, that the place lies in.
    near
        Points (longitude, latitude) that the place should be near to, such as other places of
        the same line.
    candidates
        How many candidates to list at most.
    gazetteer
        Where to look; the embedded index unless given.

    Returns
    -------
    Answer
        A verdict, its reason and the candidates, the likeliest first.

    Raises
    ------
    InputError
        If a hint is not known.

    Examples
    --------
    >>> answer = locate("塔城")
    >>> answer.verdict.value, answer.best.name, answer.best.country
    ('resolved', 'Tacheng', 'CN')
    """
    return (gazetteer or embedded()).locate(
        query, country=country, kind=kind, region=region, bbox=bbox, near=near,
        candidates=candidates,
    )  # fmt: skip
