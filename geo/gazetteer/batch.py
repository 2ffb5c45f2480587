"""Look up the names of a file, and go on after an interruption where it stopped.

The input is read in chunks. The answers to each are written to a part of their own, whole or
not at all, beside the output; the last step joins the parts into the output and removes them.
An interrupted run finds its parts again and does the missing ones only, provided that input,
options and index are the same; otherwise it begins anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd

from geo.errors import InputError, OutputError, require_extra
from geo.gazetteer import Answer, Gazetteer, embedded
from geo.gazetteer.frames import Columns, append, questions, remembered
from geo.gazetteer.shelf import Shelf
from geo.vocab import Verdict

CHUNK_ROWS = 10_000
LISTED = 20  # names in the summary of what needs a human
FORMATS = (".csv", ".parquet")
_MANIFEST = "run.json"


@dataclass(slots=True)
class Summary:
    """What a batch has done.

    Parameters
    ----------
    rows
        Rows of the output.
    resumed
        Rows that an earlier, interrupted run had done.
    verdicts
        Rows by verdict.
    open_names
        Names without one place, with the number of their rows and the reason, the commonest
        first.
    """

    rows: int = 0
    resumed: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    open_names: list[tuple[str, int, str]] = field(default_factory=list)


def locate_batch(
    source: Path,
    target: Path,
    *,
    columns: Columns,
    gazetteer: Gazetteer | None = None,
    chunk_rows: int = CHUNK_ROWS,
    progress: Callable[[int], None] | None = None,
) -> Summary:
    """Look up the names of a file and write the file with their places appended.

    Parameters
    ----------
    source
        CSV (UTF-8, with a header) or Parquet, by its ending.
    target
        Where to write; CSV or Parquet, by its ending. Replaced only when all is done.
    columns
        Which columns hold what; see `geo.gazetteer.frames.locate_frame` for those appended.
    gazetteer
        Where to look; the embedded index unless given.
    chunk_rows
        Rows after which the work is safe.
    progress
        Called with the number of rows done after each chunk.

    Returns
    -------
    Summary
        Counts, and what needs a human.

    Raises
    ------
    InputError
        If the input cannot be read, or lacks a column.
    OutputError
        If the output cannot be written.
    """
    for path in (source, target):
        _check_format(path)
    if not source.is_file():
        msg = f"there is no file {source.as_posix()!r}"
        raise InputError(msg)
    found = gazetteer or embedded()
    parts = target.with_name(f".{target.name}.parts")
    try:
        _prepare(parts, _fingerprint(source, columns, found, chunk_rows))
        summary = _work(
            source,
            parts,
            target.suffix,
            columns,
            gazetteer=found,
            chunk_rows=chunk_rows,
            progress=progress,
        )
        _join(parts, target)
    except OSError as error:
        msg = f"cannot write {target.as_posix()!r}: {error.strerror or error}"
        raise OutputError(msg) from error
    return summary


def _check_format(path: Path) -> None:
    if path.suffix not in FORMATS:
        msg = f"{path.name!r} ends in {path.suffix!r}; allowed: {', '.join(FORMATS)}"
        raise InputError(msg)
    if path.suffix == ".parquet":
        require_extra("pyarrow", extra="parquet")


def _fingerprint(source: Path, columns: Columns, gazetteer: Gazetteer, chunk_rows: int) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as file:
        digest.update(hashlib.file_digest(file, "sha256").digest())
    digest.update(json.dumps([asdict(columns), chunk_rows], sort_keys=True).encode())
    for shelf in gazetteer.shelves:
        own = "" if isinstance(shelf, Shelf) else repr(shelf.places)
        digest.update(repr((shelf.name, len(shelf), own)).encode())
        if isinstance(shelf, Shelf):
            digest.update(repr(sorted(shelf.header.items())).encode())
    return digest.hexdigest()


def _prepare(parts: Path, fingerprint: str) -> None:
    """Keep the parts of the same run, remove those of another."""
    manifest = parts / _MANIFEST
    if manifest.is_file() and manifest.read_text(encoding="utf-8") == fingerprint:
        return
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir(parents=True)
    manifest.write_text(fingerprint, encoding="utf-8")


def _work(
    source: Path,
    parts: Path,
    ending: str,
    columns: Columns,
    *,
    gazetteer: Gazetteer,
    chunk_rows: int,
    progress: Callable[[int], None] | None,
) -> Summary:
    summary = Summary()
    verdicts: Counter[str] = Counter()
    still_open: Counter[tuple[str, str]] = Counter()
    look_up = remembered(gazetteer)
    for number, chunk in enumerate(_chunks(source, chunk_rows)):
        if number == 0:
            columns.check(chunk.columns)
        answers = [look_up(*asked) for asked in questions(chunk, columns)]
        part = parts / f"{number:08d}{ending}"
        if part.exists():
            summary.resumed += len(chunk)
        else:
            _write_whole(append(chunk, answers), part, header=number == 0)
        summary.rows += len(chunk)
        _count(answers, verdicts, still_open)
        if progress:
            progress(summary.rows)
    summary.verdicts = {verdict.value: verdicts[verdict.value] for verdict in Verdict}
    summary.open_names = [
        (name, rows, reason) for (name, reason), rows in still_open.most_common(LISTED)
    ]
    return summary


def _count(
    answers: list[Answer], verdicts: Counter[str], still_open: Counter[tuple[str, str]]
) -> None:
    for answer in answers:
        verdicts[answer.verdict.value] += 1
        if answer.best is None:
            still_open[answer.query, answer.reason] += 1


def _chunks(source: Path, rows: int) -> Iterator[pd.DataFrame]:
    """Read a file in chunks; every cell of a CSV is text, kept as it is."""
    try:
        if source.suffix == ".parquet":
            from pyarrow.parquet import ParquetFile

            file = ParquetFile(source)
            if file.metadata.num_rows == 0:
                yield file.read().to_pandas()
            for batch in file.iter_batches(batch_size=rows):
                yield batch.to_pandas()
        else:
            with pd.read_csv(
                source, chunksize=rows, dtype=str, keep_default_na=False, encoding="utf-8-sig"
            ) as reader:
                yield from reader
    except (ValueError, UnicodeDecodeError) as error:
        if isinstance(error, InputError):
            raise
        msg = f"cannot read {source.as_posix()!r}: {error}"
        raise InputError(msg) from error


def _write_whole(frame: pd.DataFrame, path: Path, *, header: bool) -> None:
    partial = path.with_name(f"{path.name}.partial")
    if path.suffix == ".parquet":
        frame.to_parquet(partial, index=False, engine="pyarrow")
    else:
        frame.to_csv(partial, index=False, header=header, encoding="utf-8", lineterminator="\n")
    partial.replace(path)


def _join(parts: Path, target: Path) -> None:
    """Join the parts into the output and remove them."""
    files = sorted(parts.glob(f"*{target.suffix}"))
    partial = parts / f"joined{target.suffix}.partial"
    if target.suffix == ".parquet":
        _join_parquet(files, partial)
    else:
        with partial.open("wb") as out:
            for file in files:
                with file.open("rb") as part:
                    shutil.copyfileobj(part, out)
    partial.replace(target)
    shutil.rmtree(parts)


def _join_parquet(files: list[Path], target: Path) -> None:
    from pyarrow import unify_schemas
    from pyarrow.parquet import ParquetFile, ParquetWriter

    # A column that is empty in one part and not in another has another type there.
    schemas = [ParquetFile(file).schema_arrow for file in files]
    schema = unify_schemas(schemas, promote_options="permissive")
    with ParquetWriter(target, schema) as writer:
        for file in files:
            writer.write_table(ParquetFile(file).read().cast(schema))
