import pytest

from geo.atlas.problem import Problem
from geo.atlas.reading import Document, parse, read


def test_yaml_is_1_2_and_dates_stay_text():
    document = parse("a: NO\nb: 2024-01-16\nc: [1, 2.5, yes, true, ~, '3', 0o17]\n", name="f")
    assert document.value == {
        "a": "NO",
        "b": "2024-01-16",
        "c": [1, 2.5, "yes", True, None, "3", 15],
    }


def test_every_value_knows_its_line():
    document = parse("a: 1\nlist:\n  - x: 1\n    y: 2\n  - x: 3\n", name="f")
    assert document.line(("list", 0, "y")) == 4
    assert document.line(("list", 1, "x")) == 5
    assert document.line(("list", 1, "missing")) == 5
    assert document.line(("nothing",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\na: 2\n", 2, "stands twice"),
        ("a: [1\nb: 2\n", 2, "not well-formed"),
        ("a: &x 1\nb: *x\n", 1, "anchors and aliases"),
        ("\t- a\n", 1, "not well-formed"),
        ("a: .inf\n", 1, "not a number"),
        ("? [a]\n: b\n", 1, "a key must be a word"),
        ("a: " + "[" * 30 + "]" * 30, 1, "nested deeper"),
        ("a: \x00\n", 1, "not well-formed"),
    ],
)
def test_malformed_yaml_is_one_fault_with_its_line(text, line, says):
    fault = parse(text, name="f.yaml")
    assert isinstance(fault, Problem)
    assert fault.line == line
    assert says in fault.message


def test_a_billion_laughs_is_refused_at_once():
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40)]
    assert isinstance(parse("\n".join(lines), name="f"), Problem)


def test_a_file_that_is_not_utf8_names_the_line(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes("a: 1\nb: Аягөз\n".encode("utf-16-le")[:-1] + b"\nc: \xff\xfe\n")
    path.write_bytes(b"a: 1\nb: \xc0\xff\n")
    fault = read(path, name="a.yaml")
    assert (fault.line, "UTF-8" in fault.message) == (2, True)


def test_a_huge_file_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "a.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    fault = read(path, name="a.yaml")
    assert "100,000,000 bytes" in fault.message


def test_an_unreadable_file_is_a_fault(tmp_path):
    fault = read(tmp_path, name="a.yaml")
    assert "cannot be read" in fault.message


def test_an_empty_file_has_no_value():
    document = parse("", name="f")
    assert isinstance(document, Document)
    assert document.value is None
