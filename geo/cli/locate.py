"""The command ``geo locate``."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from collections.abc import Iterable, Sequence
    from typing import Any

    from geo.gazetteer import Answer, Candidate
    from geo.gazetteer.batch import Summary

EXIT_OK = 0
EXIT_FINDINGS = 1
_EPILOG = """\
examples:
  geo locate Astana Ayagoz 塔城 Шыңжаң        one line a name
  geo locate Aktogay --near 82.49,45.25       the one near Dostyk
  geo locate "Tacheng, China" --format json   every field of every candidate
  geo locate Xinjiang --format geojson        with its outline
  geo locate --batch in.csv --out out.csv --name-column place --country-column cc

exit code 1 if a name is ambiguous or unknown
"""
_HEADER = ("name", "verdict", "place", "kind", "country", "longitude", "latitude", "match", "score")


def add_parser(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "locate",
        help="find places by name, offline",
        description="Find places by name in any script, offline, or say what is unclear.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a place name, in any script")
    parser.add_argument("--country", metavar="CC", help="the country: ISO 3166-1 code or name")
    parser.add_argument("--region", metavar="R", help="the region: ISO 3166-2 code or name")
    parser.add_argument("--kind", metavar="KIND", help="city, station, region, port, …")
    parser.add_argument("--bbox", type=_numbers(4), metavar="W,S,E,N", help="where it lies")
    parser.add_argument(
        "--near", type=_numbers(2), action="append", default=[], metavar="LON,LAT",
        help="a place that it is near to; may be given again",
    )  # fmt: skip
    parser.add_argument("--candidates", type=int, default=5, metavar="N", help="at most N (5)")
    parser.add_argument("--format", choices=["table", "json", "geojson"], default="table")
    online = parser.add_argument_group("online, only if asked for")
    online.add_argument("--online", choices=["nominatim", "photon"], help="ask for unknown names")
    online.add_argument("--user-agent", metavar="TEXT", help="your application and address")
    batch = parser.add_argument_group("files")
    batch.add_argument("--batch", metavar="FILE", help="CSV or Parquet with a column of names")
    batch.add_argument("--out", metavar="FILE", help="where to write it with the places appended")
    batch.add_argument("--name-column", default="name", metavar="COLUMN", help="(name)")
    for hint in ("country", "region", "kind"):
        batch.add_argument(f"--{hint}-column", metavar="COLUMN", help=f"column of {hint} hints")


def run(options: argparse.Namespace) -> int:
    """Look names up and print what was found."""
    from geo.errors import InputError

    if bool(options.batch) == bool(options.names):
        msg = "give names, or --batch FILE --out FILE"
        raise InputError(msg)
    if options.batch:
        return _run_batch(options)
    answers = [_answer(name, options) for name in options.names]
    write = {"table": _table, "json": _json, "geojson": _geojson}[options.format]
    for line in write(answers):
        print(line)
    return EXIT_OK if all(answer.best for answer in answers) else EXIT_FINDINGS


def _answer(name: str, options: argparse.Namespace) -> Answer:
    from geo.gazetteer import locate

    answer = locate(
        name,
        country=options.country,
        kind=options.kind,
        region=options.region,
        bbox=options.bbox,
        near=options.near,
        candidates=max(options.candidates, 1),
    )
    if options.online and answer.verdict.value == "unknown":
        return _ask_online(name, options)
    return answer


def _ask_online(name: str, options: argparse.Namespace) -> Answer:
    from geopy.exc import GeopyError

    from geo.errors import GeoError
    from geo.gazetteer import online

    make = {"nominatim": online.nominatim, "photon": online.photon}[options.online]
    chain = online.OnlineChain(make(user_agent=options.user_agent or ""))
    try:
        return chain.locate(name, country=options.country)
    except GeopyError as error:
        msg = f"{chain.service.name} does not answer: {error}"
        raise GeoError(msg) from error


def _table(answers: Sequence[Answer]) -> Iterable[str]:
    rows: list[tuple[str, ...]] = [_HEADER]
    notes = []
    for answer in answers:
        shown = answer.candidates[:1] if answer.best else answer.candidates
        for i, found in enumerate(shown or [None]):
            first = (answer.query, answer.verdict.value) if i == 0 else ("", "")
            rows.append((*(_one_line(cell) for cell in first), *_cells(found)))
        if answer.reason and not answer.best:
            notes.append(f"{_one_line(answer.query)}: {answer.reason}")
    widths = [max(_width(row[i]) for row in rows) for i in range(len(_HEADER))]
    for row in rows:
        cells = (cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
    yield from notes


def _cells(found: Candidate | None) -> tuple[str, ...]:
    if found is None:
        return ("",) * (len(_HEADER) - 2)
    return (
        _one_line(found.name),
        found.kind.value,
        found.country,
        f"{found.longitude:.5f}",
        f"{found.latitude:.5f}",
        found.match.value,
        f"{found.score:.2f}",
    )


def _one_line(text: str) -> str:
    if text.isprintable() and len(text) <= 60:  # noqa: PLR2004
        return text
    from geo.text import one_line

    return one_line(text, limit=60)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def _json(answers: Sequence[Answer]) -> Iterable[str]:
    import json

    yield json.dumps([_record(answer) for answer in answers], ensure_ascii=False, indent=2)


def _record(answer: Answer) -> dict[str, Any]:
    return {
        "query": answer.query,
        "verdict": answer.verdict.value,
        "reason": answer.reason,
        "candidates": [found.as_dict() for found in answer.candidates],
    }


def _geojson(answers: Sequence[Answer]) -> Iterable[str]:
    import json

    from shapely.geometry import mapping

    features = []
    for answer in answers:
        if answer.best:
            properties = _record(answer)["candidates"][0]
            properties |= {"query": answer.query, "reason": answer.reason}
            geometry = mapping(answer.best.geometry())
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    yield json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _run_batch(options: argparse.Namespace) -> int:
    from pathlib import Path

    from geo.errors import InputError
    from geo.gazetteer.batch import locate_batch
    from geo.gazetteer.frames import Columns

    if not options.out:
        msg = "--batch needs --out FILE"
        raise InputError(msg)
    columns = Columns(
        options.name_column, options.country_column, options.region_column, options.kind_column
    )
    with _progress() as report:
        summary = locate_batch(
            Path(options.batch), Path(options.out), columns=columns, progress=report
        )
    for line in _summary(summary, options.out):
        print(line)
    return EXIT_OK if not summary.open_names else EXIT_FINDINGS


def _progress() -> Any:
    from contextlib import nullcontext

    if not sys.stderr.isatty():
        return nullcontext(None)
    return _bar()


def _bar() -> Any:
    from contextlib import contextmanager

    from rich.progress import Progress, TextColumn

    @contextmanager
    def bar() -> Any:
        from rich.console import Console

        text = TextColumn("{task.completed:,.0f} rows")
        with Progress(text, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("", total=None)
            yield lambda rows: progress.update(task, completed=rows)

    return bar()


def _summary(summary: Summary, out: str) -> Iterable[str]:
    counts = ", ".join(f"{count} {verdict}" for verdict, count in summary.verdicts.items())
    yield f"{out}: {summary.rows} rows: {counts}"
    if summary.resumed:
        yield f"{summary.resumed} rows were done by an earlier run"
    for name, rows, reason in summary.open_names:
        yield f"  {_one_line(name) or '(empty)'} ({rows}): {_one_line(reason)}"


def _numbers(count: int) -> Any:
    """Return a reader of so many numbers, joined by commas, for argparse."""

    def read(text: str) -> tuple[float, ...]:
        try:
            found = tuple(float(part) for part in text.split(","))
        except ValueError:
            found = ()
        if len(found) != count:
            msg = f"{text!r} is not {count} numbers joined by commas"
            raise argparse.ArgumentTypeError(msg)
        return found

    return read
