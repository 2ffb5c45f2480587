"""The command ``geo network``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.common import print_table, progress

if TYPE_CHECKING:
    from argparse import _SubParsersAction

EXIT_FINDINGS = 1
_EPILOG = """\
examples:
  geo network check                              routes beside 30 published lengths; joined gaps
  geo network import kazakhstan.osm.pbf --out kz track of an extract, the embedded network around it
  geo route Almaty Semey --network kz            route over it

exit code 1 if a length differs by more than 8 % without an explanation
"""


def add_parser(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "network",
        help="import and check rail networks",
        description="Put better track in place of the embedded rail network, or check a network.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="compare routes with published lengths")
    check.add_argument("--network", type=Path, metavar="DIR", help="an imported network")
    taken = actions.add_parser("import", help="read an OpenStreetMap extract")
    taken.add_argument("file", type=Path, metavar="FILE", help=".osm.pbf, or what pyosmium reads")
    taken.add_argument("--out", type=Path, required=True, metavar="DIR", help="output folder")


def run(options: argparse.Namespace) -> int:
    """Run one of the actions."""
    return _check(options) if options.action == "check" else _import(options)


def _check(options: argparse.Namespace) -> int:
    import numpy as np

    from geo.network import load_network
    from geo.network.known import MOST_UNEXPLAINED, compare_known

    network = load_network("rail", folder=options.network)
    rows = compare_known(network)
    cells = [
        [
            row.name,
            f"{row.published_km:g}",
            f"{row.route_km:.0f}",
            f"{row.share:+.1%}",
            " ".join(map(str, row.joins)) or "–",
        ]
        for row in rows
    ]
    header = ["Railway", "Published km", "Route km", "Difference", "Joined gaps"]
    print_table(header, cells, right={1, 2, 3})
    median = float(np.median([abs(row.share) for row in rows]))
    joins = len(np.unique(network.edge_join)) - 1
    print(f"{len(rows)} railways, median difference {median:.1%}; {joins} joined gaps in all")
    for row in rows:
        if row.explained:
            print(f"{row.name}: {row.explained}")
    wrong = [r.name for r in rows if abs(r.share) > MOST_UNEXPLAINED and not r.explained]
    if wrong:
        print(f"more than {MOST_UNEXPLAINED:.0%} off: {', '.join(wrong)}")
    return EXIT_FINDINGS if wrong else 0


def _import(options: argparse.Namespace) -> int:
    from geo.files import staged_output
    from geo.network import load_network
    from geo.network.importing import import_extract, read_extract
    from geo.network.making import write_network

    with progress() as say:
        say("reading the extract")
        extract = read_extract(options.file)
        say("joining it to the network")
        done = import_extract(extract, load_network("rail"))
        with staged_output(options.out, partial=True) as staging:
            write_network(done.network, staging)
    west, south, east, north = extract.bounds
    print(f"{len(extract.tracks)} ways, {len(extract.stations)} stations")
    print(f"area {west:.3f} {south:.3f} {east:.3f} {north:.3f}: {done.replaced} lines gave way")
    for number, a, b, km in done.joins:
        print(f"joined gap {number}: {a[0]:.4f},{a[1]:.4f} – {b[0]:.4f},{b[1]:.4f}, {km:.2f} km")
    for lon, lat in done.left_open:
        print(f"left open at {lon:.4f},{lat:.4f}: no track within reach")
    print(f"{options.out.as_posix()}/: use it with geo route --network {options.out.as_posix()}")
    return 0
