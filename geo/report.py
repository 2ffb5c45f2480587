"""Write the report: every check with its figure and verdict, as JSON and as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from geo.atlas.atlas import Atlas
from geo.evidence import network_evidence
from geo.files import write_json
from geo.lines.alignment import measured
from geo.lines.checks import Finding
from geo.lines.corridors import DrawnLeg
from geo.lines.drawing import DrawnSection
from geo.lines.spans import compared_length, status_on
from geo.text import web_link
from geo.vocab import Severity


def write_report(
    atlas: Atlas,
    drawn: Sequence[DrawnSection],
    findings: Sequence[Finding],
    folder: Path,
    *,
    corridors: Sequence[DrawnLeg] = (),
    as_of: date,
) -> list[Path]:
    """Write ``report.json`` and ``report.html``.

    Parameters
    ----------
    atlas, drawn, findings
        What was built and what the checks found.
    folder
        An existing folder.
    corridors
        Legs of corridors; with them come the tables on the rail network.
    as_of
        The date that statuses and lengths were taken on.

    Returns
    -------
    list of pathlib.Path
        The two files.
    """
    report = make_report(atlas, drawn, findings, corridors=corridors, as_of=as_of)
    json_path, html_path = folder / "report.json", folder / "report.html"
    write_json(json_path, report)
    html_path.write_text(_render(atlas, report), encoding="utf-8", newline="\n")
    return [json_path, html_path]


def make_report(
    atlas: Atlas,
    drawn: Sequence[DrawnSection],
    findings: Sequence[Finding],
    *,
    corridors: Sequence[DrawnLeg] = (),
    as_of: date,
) -> dict[str, Any]:
    """Return the report as JSON values; see `write_report`."""
    counts = Counter(finding.severity for finding in findings)
    return {
        "atlas": atlas.settings.id,
        "as_of": as_of.isoformat(),
        "summary": {severity.value: counts[severity] for severity in Severity},
        "sections": [_section(atlas, section, as_of) for section in drawn],
        "findings": [_finding(finding) for finding in findings],
        **network_evidence(atlas, corridors),
        "alignment": [dict(row) for row in measured()],
    }


def _section(atlas: Atlas, drawn: DrawnSection, as_of: date) -> dict[str, Any]:
    section = drawn.section
    length = compared_length(drawn.railway, section.from_, section.to, as_of=as_of)
    change = status_on(section.status, as_of)
    ends = [atlas.places[i].name for i in (section.from_, section.to)]
    return {
        "id": drawn.id,
        "railway": drawn.railway.number,
        "name": " – ".join(ends),
        "status": change.status.value if change else None,
        "method": section.method.value,
        "accuracy": drawn.accuracy.value,
        "accuracy_m": section.accuracy_m,
        "accuracy_basis": section.accuracy_basis,
        "drawn_km": round(drawn.length_km, 1),
        "published_km": length.km if length else None,
        "difference_pct": round((drawn.length_km / length.km - 1) * 100, 1) if length else None,
        "published_sources": list(length.sources) if length else [],
        "all_published": [
            {"km": x.km, "date": str(x.date) if x.date else None, "sources": list(x.sources)}
            for x in drawn.railway.lengths
            if {x.from_, x.to} == {section.from_, section.to}
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "subject": finding.subject,
        "severity": finding.severity.value,
        "message": finding.message,
    }


def _render(atlas: Atlas, report: dict[str, Any]) -> str:
    environment = Environment(
        loader=PackageLoader("geo", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["web_link"] = web_link
    template = environment.get_template("report.html.jinja")
    figures = [figure for section in report["sections"] for figure in section["all_published"]]
    figures += [figure for branch in report["corridors"] for figure in branch["published"]]
    named = {identifier for figure in figures for identifier in figure["sources"]}
    return template.render(
        report=report,
        title=atlas.settings.title.get("en") or next(iter(atlas.settings.title.values())),
        sources=[atlas.sources[identifier] for identifier in sorted(named)],
        publishers={identifier: atlas.sources[identifier].publisher for identifier in named},
        words={severity.value: severity.label for severity in Severity},
    )
