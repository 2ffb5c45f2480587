"""Build everything that an atlas gives: pages, GIS files, report and manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from geo.atlas import Atlas, load_atlas
from geo.embedded import catalog
from geo.errors import InputError
from geo.export import write_exports
from geo.files import MANIFEST, sha256, staged_output, write_json
from geo.layers import Layers, make_layers
from geo.lines import DrawnSection, draw_atlas
from geo.lines.checks import Finding, check_lines
from geo.lines.corridor_checks import check_corridors
from geo.lines.corridors import DrawnLeg, draw_corridors
from geo.maps import how_drawn, write_pages
from geo.maps.sharing import Sharing
from geo.report import write_report
from geo.vocab import Severity

Progress = Callable[[str], None]


class CheckFailed(InputError):
    """An atlas fails its checks; nothing was written.

    Parameters
    ----------
    findings
        The findings of severity error.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        lines = [f"  {f.rule}: {f.subject}: {f.message}" for f in self.findings]
        count = f"{len(lines)} check{'s' if len(lines) != 1 else ''}"
        super().__init__("\n".join([f"the atlas fails {count}; nothing was written", *lines]))


@dataclass(frozen=True, slots=True)
class Checked:
    """An atlas with its drawn lines and what the checks found."""

    atlas: Atlas
    drawn: tuple[DrawnSection, ...]
    findings: tuple[Finding, ...]
    as_of: date
    corridors: tuple[DrawnLeg, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the atlas from being published."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    def write_report(self, folder: Path) -> list[Path]:
        """Write ``report.json`` and ``report.html`` into an existing folder."""
        return write_report(
            self.atlas,
            self.drawn,
            self.findings,
            folder,
            corridors=self.corridors,
            as_of=self.as_of,
        )


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote.

    Parameters
    ----------
    folder
        The output folder.
    files
        Every file, relative to the folder, the manifest last.
    checked
        The atlas, its lines and the findings of the checks.
    layers
        The tables that every output was made from.
    """

    folder: Path
    files: tuple[Path, ...]
    checked: Checked
    layers: Layers

    @property
    def page(self) -> Path:
        """The map page."""
        return self.folder / f"{self.checked.atlas.settings.page}.html"

    def _repr_html_(self) -> str:
        """Show the map in a notebook."""
        from geo.text import for_html

        content = for_html(self.page.read_text(encoding="utf-8"))
        return f'<iframe srcdoc="{content}" style="width:100%;height:600px;border:0"></iframe>'


def check(
    folder: Path | str | None = None, *, as_of: date | None = None, progress: Progress | None = None
) -> Checked:
    """Load an atlas, draw its lines and run every check.

    Parameters
    ----------
    folder
        The atlas folder; the embedded atlas if ``None``.
    as_of
        Date that statuses and published lengths are taken on; the atlas's own if ``None``.
    progress
        Called with a word on each step.

    Raises
    ------
    InputError
        If the atlas cannot be read or breaks its rules (`geo.atlas.problem.AtlasError`).
    """
    say = progress or (lambda _: None)
    say("reading the atlas")
    atlas = load_atlas(folder)
    day = as_of or atlas.as_of
    say("drawing lines")
    drawn = draw_atlas(atlas, as_of=day)
    corridors = draw_corridors(atlas, drawn)
    say("checking lines")
    findings = (*check_lines(atlas, drawn, as_of=day), *check_corridors(corridors))
    return Checked(atlas, drawn, findings, day, corridors)


def build(
    folder: Path | str | None = None,
    *,
    out: Path | str = "maps",
    as_of: date | None = None,
    sharing: Sharing | None = None,
    progress: Progress | None = None,
) -> Built:
    """Build pages, GIS files, report and manifest into a folder.

    Files are staged and swapped in at the end: a failed or interrupted build leaves
    the previous output as it was. The same input gives the same bytes.

    Parameters
    ----------
    folder
        The atlas folder; the embedded atlas if ``None``.
    out
        The output folder; made if it does not exist.
    as_of
        Date that statuses and published lengths are taken on; the atlas's own if ``None``.
    sharing
        Address and preview pictures of the pages, if they are to be shared.
    progress
        Called with a word on each step.

    Raises
    ------
    InputError
        If the atlas cannot be read, breaks its rules or fails a check.
    DataError
        If pictures are wanted and no Chromium is installed.
    OutputError
        If the folder cannot be written to.
    """
    say = progress or (lambda _: None)
    shared = sharing or Sharing()
    shared.check()
    checked = check(folder, as_of=as_of, progress=progress)
    if checked.errors:
        raise CheckFailed(checked.errors)
    layers = make_layers(
        checked.atlas, checked.drawn, corridors=checked.corridors, as_of=checked.as_of
    )
    target = Path(out)
    with staged_output(target) as staging:
        say("writing GIS files")
        write_exports(checked.atlas, layers, staging)
        say(f"writing pages: {say_drawn(layers)}")
        write_pages(checked.atlas, layers, staging, version=version("geo"), sharing=shared)
        say("writing the report")
        checked.write_report(staging)
        files = _write_manifest(checked, layers, staging)
    return Built(target, files, checked, layers)


def say_drawn(layers: Layers) -> str:
    """Say how the map page draws the sections of an atlas, chosen by their number."""
    where = {"svg": "as SVG", "canvas": "on canvas tiles"}[how_drawn(layers)]
    return f"{len(layers.railways):,} sections, drawn {where}"


def _write_manifest(checked: Checked, layers: Layers, staging: Path) -> tuple[Path, ...]:
    """List every staged file with its hash, and what all of it was made from."""
    paths = sorted(path for path in staging.rglob("*") if path.is_file())
    names = [path.relative_to(staging) for path in paths]
    atlas = checked.atlas
    write_json(
        staging / MANIFEST,
        {
            "program": {"name": "geo", "version": version("geo")},
            "atlas": {
                "id": atlas.settings.id,
                "sha256": atlas.digest,
                "as_of": checked.as_of.isoformat(),
                "licence": atlas.settings.licence,
                "attribution": atlas.settings.attribution,
            },
            "page": {
                "path": f"{atlas.settings.page}.html",
                "sections": len(layers.railways),
                "drawn": how_drawn(layers),
            },
            "data": [_data_entry(name) for name in sorted(catalog())],
            "sources": [_source_entry(atlas, name) for name in sorted(atlas.sources)],
            "files": [
                {"path": name.as_posix(), "sha256": sha256(path), "bytes": path.stat().st_size}
                for name, path in zip(names, paths, strict=True)
            ],
        },
    )
    return (*names, Path(MANIFEST))


def _data_entry(name: str) -> dict[str, Any]:
    file = catalog()[name]
    return {
        "path": file.path,
        "title": file.title,
        "origin": file.origin,
        "licence": file.licence,
        "attribution": file.attribution,
        "sha256": file.sha256,
    }


def _source_entry(atlas: Atlas, name: str) -> dict[str, Any]:
    source = atlas.sources[name]
    return {
        "id": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "date": str(source.date) if source.date else None,
        "url": source.url,
        "licence": source.licence,
    }
