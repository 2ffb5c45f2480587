"""Options and output that several commands share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date


def add_atlas_options(parser: argparse.ArgumentParser) -> None:
    """Add the atlas folder and the as-of date to a command."""
    parser.add_argument(
        "atlas", nargs="?", metavar="ATLAS", help="atlas folder (default: the embedded atlas)"
    )
    parser.add_argument(
        "--as-of", type=iso_date, metavar="DATE", help="take statuses on this day (YYYY-MM-DD)"
    )


def iso_date(text: str) -> date:
    """Read a day for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is not a day; allowed: YYYY-MM-DD"
        raise argparse.ArgumentTypeError(msg) from None


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show the step that runs, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("") as status:
        yield lambda step: status.update(f"{step} …")


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, right: set[int]) -> None:
    """Print a table; columns in ``right`` are aligned to the right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for i, title in enumerate(header):
        table.add_column(title, justify="right" if i in right else "left", overflow="fold")
    for row in rows:
        # Text objects: brackets in data are text, not markup.
        table.add_row(*(Text(cell) for cell in row))
    width = None if sys.stdout.isatty() else 160
    Console(width=width, highlight=False).print(table)
