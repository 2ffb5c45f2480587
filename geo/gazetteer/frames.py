"""Look up a column of names in a table, in memory or over the workers of dask."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.errors import InputError, require_extra
from geo.gazetteer import Answer, Gazetteer, embedded
from geo.vocab import Verdict

if TYPE_CHECKING:
    from dask.dataframe import DataFrame as DaskFrame

COLUMNS = (
    "latitude",
    "longitude",
    "verdict",
    "kind",
    "country",
    "matched_name",
    "match",
    "score",
    "place_id",
    "source",
)
NUMBERS = frozenset({"latitude", "longitude", "score"})
CLASH = "found_"  # goes before an appended column whose name the table has already


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold what.

    Parameters
    ----------
    name
        The column of names.
    country, region, kind
        Columns of hints, or None; an empty cell is no hint.
    """

    name: str = "name"
    country: str | None = None
    region: str | None = None
    kind: str | None = None

    def check(self, available: Iterable[Hashable]) -> None:
        """Raise an error unless a table has the columns.

        Raises
        ------
        InputError
            If one is missing; the message lists what there is.
        """
        there = list(available)
        for column in (self.name, self.country, self.region, self.kind):
            if column is not None and column not in there:
                msg = f"there is no column {column!r}; the table has: {', '.join(map(str, there))}"
                raise InputError(msg)


def locate_frame(
    df: pd.DataFrame,
    *,
    name: str = "name",
    country: str | None = None,
    region: str | None = None,
    kind: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> pd.DataFrame:
    """Return a table with the place of each name appended.

    Parameters
    ----------
    df
        The table.
    name
        Its column of names.
    country, region, kind
        Its columns of hints, if any; an empty cell is no hint.
    gazetteer
        Where to look; the embedded index unless given.

    Returns
    -------
    pandas.DataFrame
        A copy with the columns ``latitude, longitude, verdict, kind, country, matched_name,
        match, score, place_id, source``. A column of the table that has such a name keeps it;
        the appended one is called ``found_…``. Only resolved names have values besides the
        verdict: latitude and longitude in degrees, WGS 84 (float), score from 0 to 1.

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> found = locate_frame(pd.DataFrame({"name": ["Аягөз", "Springfield"]}))
    >>> list(found["verdict"]), found["place_id"][0]
    (['resolved', 'ambiguous'], 'ayagoz')
    """
    columns = Columns(name, country, region, kind)
    columns.check(df.columns)
    look_up = remembered(gazetteer or embedded())
    answers = [look_up(*asked) for asked in questions(df, columns)]
    return append(df, answers)


def questions(df: pd.DataFrame, columns: Columns) -> list[tuple[str, str, str, str]]:
    """Return name, country, region and kind of every row; empty where nothing is said."""
    parts = [
        _cells(df[column]) if column is not None else [""] * len(df)
        for column in (columns.name, columns.country, columns.region, columns.kind)
    ]
    return list(zip(*parts, strict=True))


def _cells(column: pd.Series[Any]) -> list[str]:
    return ["" if pd.isna(cell) else str(cell).strip() for cell in column]


def remembered(gazetteer: Gazetteer) -> Callable[[str, str, str, str], Answer]:
    """Return a look-up that asks each question once; a hint that is not known gives unknown."""
    answers: dict[tuple[str, str, str, str], Answer] = {}

    def look_up(name: str, country: str, region: str, kind: str) -> Answer:
        question = (name, country, region, kind)
        if question not in answers:
            try:
                answers[question] = gazetteer.locate(
                    name,
                    country=country or None,
                    region=region or None,
                    kind=kind or None,
                    candidates=1,
                )
            except InputError as error:
                answers[question] = Answer(name, Verdict.UNKNOWN, (), str(error))
        return answers[question]

    return look_up


def append(df: pd.DataFrame, answers: list[Answer]) -> pd.DataFrame:
    """Return a copy of a table with the columns of its answers."""
    rows = [values(answer) for answer in answers]
    found = df.copy()
    for i, column in enumerate(COLUMNS):
        label = f"{CLASH}{column}" if column in df.columns else column
        dtype = float if column in NUMBERS else object
        found[label] = pd.Series([row[i] for row in rows], index=df.index, dtype=dtype)
    return found


def values(answer: Answer) -> tuple[Any, ...]:
    """Return the appended values of an answer, in the order of `COLUMNS`."""
    best = answer.best
    if best is None:
        verdict = answer.verdict.value
        return tuple(
            verdict if c == "verdict" else float("nan") if c in NUMBERS else "" for c in COLUMNS
        )
    return (
        best.latitude,
        best.longitude,
        answer.verdict.value,
        best.kind.value,
        best.country,
        best.matched_name,
        best.match.value,
        best.score,
        best.place_id,
        best.source,
    )


def locate_dask(
    frame: DaskFrame,
    *,
    name: str = "name",
    country: str | None = None,
    region: str | None = None,
    kind: str | None = None,
) -> DaskFrame:
    """Return a dask table with the place of each name appended, as `locate_frame` does.

    Every worker opens the embedded index itself; the rows are those of `locate_frame`, in the
    same order, whatever the number of workers.

    Parameters
    ----------
    frame
        The table; partitions of 50,000 rows or more keep the workers busy.
    name, country, region, kind
        Its columns, as in `locate_frame`.

    Raises
    ------
    MissingExtra
        If dask is not installed.
    InputError
        If a column is missing.
    """
    require_extra("dask", extra="dask")
    columns = Columns(name, country, region, kind)
    columns.check(frame.columns)
    look_up = partial(locate_frame, name=name, country=country, region=region, kind=kind)
    meta = look_up(frame._meta)  # noqa: SLF001 - dask's own way to say the columns
    located: DaskFrame = frame.map_partitions(look_up, meta=meta)  # type: ignore[no-untyped-call]
    return located
