"""The command ``geo check``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.common import add_atlas_options, print_table, progress

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from geo.building import Checked

_EPILOG = """\
examples:
  geo check                      the embedded atlas; writes maps/report.json and .html
  geo check my-atlas --all       every check, passed ones too
  geo check --format json        the report on standard output, nothing written

exit code 1 if a check fails
"""


def add_parser(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "check",
        help="check an atlas and its lines; exit 1 on an error",
        description="Compare drawn with published lengths and true borders; write the report.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_atlas_options(parser)
    parser.add_argument("--out", default="maps", metavar="DIR", help="folder of the report (maps)")
    parser.add_argument("--format", choices=["table", "json"], default="table")
    parser.add_argument("--all", action="store_true", help="list passed checks too")


def run(options: argparse.Namespace) -> int:
    """Check, write the report, print it."""
    from geo.building import check
    from geo.report import make_report

    with progress() as say:
        checked = check(options.atlas, as_of=options.as_of, progress=say)
    parts = (checked.atlas, checked.drawn, checked.findings)
    if options.format == "json":
        report = make_report(*parts, corridors=checked.corridors, as_of=checked.as_of)
        json.dump(report, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        _write(checked, Path(options.out))
        _print(checked, everything=options.all)
    return 1 if checked.errors else 0


def _write(checked: Checked, folder: Path) -> None:
    """Replace the report alone; the rest of a build stays as it is."""
    from geo.files import staged_output

    with staged_output(folder, partial=True) as staging:
        checked.write_report(staging)


def _print(checked: Checked, *, everything: bool) -> None:
    from geo.report import make_report
    from geo.vocab import Severity

    report = make_report(checked.atlas, checked.drawn, checked.findings, as_of=checked.as_of)
    rows = [
        [
            str(s["railway"]),
            s["name"],
            s["status"] or "–",
            s["method"],
            f"±{s['accuracy_m'] / 1000:g}",
            f"{s['drawn_km']:.1f}",
            f"{s['published_km']:g}" if s["published_km"] else "–",
            f"{s['difference_pct']:+.1f} %" if s["difference_pct"] is not None else "–",
        ]
        for s in report["sections"]
    ]
    header = [
        "No.",
        "Section",
        "Status",
        "Method",
        "± km",
        "Drawn km",
        "Published km",
        "Difference",
    ]
    print_table(header, rows, right={4, 5, 6, 7})
    for finding in checked.findings:
        if everything or finding.severity is not Severity.OK:
            print(f"{finding.severity.value}: {finding.rule}: {finding.subject}: {finding.message}")
    summary = report["summary"]
    print(f"{summary['ok']} passed, {summary['warning']} warnings, {summary['error']} errors")
