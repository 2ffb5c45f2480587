"""The guide lists every column with the words of the schema.

Run this file as a program to write the table anew.
"""

from __future__ import annotations

from pathlib import Path

from geo.export.columns import Kind
from geo.layers import SCHEMA

GUIDE = Path(__file__).parents[2] / "docs" / "gis.md"
MARK = "<!-- columns: made by tests/export/test_documentation.py from geo.layers.SCHEMA -->\n"
KINDS = {
    "str": Kind.TEXT,
    "int32": Kind.INTEGER,
    "Int32": Kind.INTEGER,
    "float64": Kind.REAL,
    "boolean": Kind.BOOLEAN,
}


def tables() -> str:
    """Return the columns of every layer as Markdown."""
    parts = []
    for layer, columns in SCHEMA.items():
        rows = [
            f"| `{name}` | {KINDS.get(column.dtype, Kind.DATE)} | {column.meaning} |"
            for name, column in columns.items()
        ]
        parts.append(
            "\n".join([f"### {layer}\n", "| column | type | meaning |", "|---|---|---|", *rows])
        )
    return "\n\n".join(parts) + "\n"


def test_the_guide_has_every_column():
    text = GUIDE.read_text(encoding="utf-8")
    assert text.split(MARK)[1] == "\n" + tables()


def test_every_picture_of_the_guide_exists():
    text = GUIDE.read_text(encoding="utf-8")
    names = [part.split(")")[0] for part in text.split("](images/")[1:]]
    assert names
    assert all((GUIDE.parent / "images" / name).is_file() for name in names)


if __name__ == "__main__":
    head = GUIDE.read_text(encoding="utf-8").split(MARK)[0]
    GUIDE.write_text(head + MARK + "\n" + tables(), encoding="utf-8")
