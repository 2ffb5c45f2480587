"""Tables and files of names."""

import csv

import pandas as pd
import pytest

from geo.errors import InputError
from geo.gazetteer.batch import locate_batch
from geo.gazetteer.frames import COLUMNS, Columns, locate_dask, locate_frame

ROWS = [
    ("1", "Аягөз", "KZ"),
    ("2", "塔城, 中国", ""),
    ("3", "Springfield", ""),
    ("4", "Urumqi", "KZ"),
    ("5", "", ""),
    ("6", "Astana", "QQ"),
    ("7", 'A "quoted", name\nover two lines', ""),
    ("8", "Новый, \tСветлый", ""),
]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "place", "cc"), *ROWS * 5])
    return path


COLUMNS_OF_TABLE = Columns(name="place", country="cc")


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_frame_gets_the_columns():
    df = pd.DataFrame({"name": ["Аягөз", "Springfield", None]}, index=[7, 8, 9])
    found = locate_frame(df)
    assert tuple(found.columns) == ("name", *COLUMNS)
    assert list(found.index) == [7, 8, 9]
    assert list(found["verdict"]) == ["resolved", "ambiguous", "unknown"]
    assert found["latitude"].notna().tolist() == [True, False, False]
    assert found["latitude"].dtype == float
    assert list(df.columns) == ["name"]


def test_a_column_of_the_table_keeps_its_name():
    df = pd.DataFrame({"name": ["Tacheng"], "country": ["China"], "kind": ["city"]})
    found = locate_frame(df, country="country", kind="kind")
    assert found["country"][0] == "China"
    assert found["found_country"][0] == "CN"
    assert found["found_kind"][0] == "city"


def test_an_empty_frame():
    found = locate_frame(pd.DataFrame({"name": pd.Series([], dtype=object)}))
    assert tuple(found.columns) == ("name", *COLUMNS)


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match=r"'names'.*name, x"):
        locate_frame(pd.DataFrame({"name": [], "x": []}), name="names")


def test_csv(table, tmp_path):
    out = tmp_path / "out.csv"
    done = []
    summary = locate_batch(table, out, columns=COLUMNS_OF_TABLE, chunk_rows=7, progress=done.append)
    rows = read(out)
    assert [(r["id"], r["place"], r["cc"]) for r in rows] == ROWS * 5
    assert [r["verdict"] for r in rows[:8]] == [
        "resolved", "resolved", "ambiguous", "unknown", "unknown", "unknown", "unknown", "unknown",
    ]  # fmt: skip
    assert all((r["latitude"] != "") == (r["verdict"] == "resolved") for r in rows)
    assert summary.rows == 40
    assert summary.verdicts == {"resolved": 10, "ambiguous": 5, "unknown": 25}
    assert done == [7, 14, 21, 28, 35, 40]
    assert ("Springfield", 5) in {(name, count) for name, count, _ in summary.open_names}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_chunks_do_not_change_the_output(table, tmp_path):
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    locate_batch(table, a, columns=COLUMNS_OF_TABLE, chunk_rows=3)
    locate_batch(table, b, columns=COLUMNS_OF_TABLE, chunk_rows=1000)
    assert a.read_bytes() == b.read_bytes()


class Stopped(Exception):
    pass


def stop_after(rows):
    def report(done):
        if done >= rows:
            raise Stopped

    return report


def test_an_interrupted_run_goes_on(table, tmp_path):
    whole, out = tmp_path / "whole.csv", tmp_path / "out.csv"
    locate_batch(table, whole, columns=COLUMNS_OF_TABLE, chunk_rows=5)
    out.write_text("earlier output", encoding="utf-8")
    with pytest.raises(Stopped):
        locate_batch(table, out, columns=COLUMNS_OF_TABLE, chunk_rows=5, progress=stop_after(20))
    assert out.read_text(encoding="utf-8") == "earlier output"
    parts = tmp_path / ".out.csv.parts"
    assert len(list(parts.glob("*.csv"))) == 4
    before = {p.name: p.stat().st_mtime_ns for p in parts.glob("*.csv")}
    with pytest.raises(Stopped):  # a second stop right away: nothing is done twice
        locate_batch(table, out, columns=COLUMNS_OF_TABLE, chunk_rows=5, progress=stop_after(5))
    assert {p.name: p.stat().st_mtime_ns for p in parts.glob("*.csv")} == before
    summary = locate_batch(table, out, columns=COLUMNS_OF_TABLE, chunk_rows=5)
    assert summary.resumed == 20
    assert summary.rows == 40
    assert out.read_bytes() == whole.read_bytes()
    assert not parts.exists()


def test_a_part_that_was_cut_off_is_done_again(table, tmp_path):
    whole, out = tmp_path / "whole.csv", tmp_path / "out.csv"
    locate_batch(table, whole, columns=COLUMNS_OF_TABLE, chunk_rows=5)
    with pytest.raises(Stopped):
        locate_batch(table, out, columns=COLUMNS_OF_TABLE, chunk_rows=5, progress=stop_after(10))
    parts = tmp_path / ".out.csv.parts"
    (parts / "00000002.csv.partial").write_text("11,half a li", encoding="utf-8")
    locate_batch(table, out, columns=COLUMNS_OF_TABLE, chunk_rows=5)
    assert out.read_bytes() == whole.read_bytes()


def test_another_input_begins_anew(table, tmp_path):
    out = tmp_path / "out.csv"
    with pytest.raises(Stopped):
        locate_batch(table, out, columns=COLUMNS_OF_TABLE, chunk_rows=5, progress=stop_after(10))
    table.write_text("place,cc\nAstana,KZ\n", encoding="utf-8")
    summary = locate_batch(table, out, columns=COLUMNS_OF_TABLE, chunk_rows=5)
    assert (summary.rows, summary.resumed) == (1, 0)
    assert read(out)[0]["verdict"] == "resolved"


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_table_without_rows(tmp_path, ending):
    pytest.importorskip("pyarrow")
    source, out = tmp_path / f"in.{ending}", tmp_path / f"out.{ending}"
    empty = pd.DataFrame({"name": pd.Series([], dtype=object)})
    empty.to_csv(source, index=False) if ending == "csv" else empty.to_parquet(source)
    assert locate_batch(source, out, columns=Columns()).rows == 0
    found = pd.read_csv(out) if ending == "csv" else pd.read_parquet(out)
    assert tuple(found.columns) == ("name", *COLUMNS)


def test_parquet(tmp_path):
    pytest.importorskip("pyarrow")
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    names = ["Nowhere at all"] * 5 + ["Astana"] * 5
    df = pd.DataFrame({"name": names, "note": [None] * 5 + ["x"] * 5, "n": range(10)})
    df.to_parquet(source)
    locate_batch(source, out, columns=Columns(), chunk_rows=5)
    found = pd.read_parquet(out)
    assert list(found["n"]) == list(range(10))
    assert list(found["note"][5:]) == ["x"] * 5
    expected = locate_frame(df)
    pd.testing.assert_series_equal(found["latitude"], expected["latitude"])
    assert list(found["verdict"]) == list(expected["verdict"])


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("missing.csv", "out.csv", "no file"),
        ("in.csv", "out.xlsx", "allowed: .csv"),
        ("in.txt", "out.csv", "allowed: .csv"),
        ("in.csv", "out.csv", "no column 'name'"),
    ],
)
def test_bad_input_is_one_clear_error(table, tmp_path, source, target, message):
    with pytest.raises(InputError, match=message):
        locate_batch(tmp_path / source, tmp_path / target, columns=Columns())


def test_a_file_that_is_not_utf8(tmp_path):
    source = tmp_path / "in.csv"
    source.write_bytes("name\nАстана\n".encode("cp1251"))
    with pytest.raises(InputError, match="cannot read"):
        locate_batch(source, tmp_path / "out.csv", columns=Columns())


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore")
def test_dask_workers_give_the_serial_answers(tmp_path):
    distributed = pytest.importorskip("distributed")
    dataframe = pytest.importorskip("dask.dataframe")
    names = [name for _, name, _ in ROWS] * 50
    df = pd.DataFrame({"name": names})
    expected = locate_frame(df)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
            local_directory=str(tmp_path),
        ) as cluster,
        distributed.Client(cluster),
    ):  # fmt: skip
        found = locate_dask(dataframe.from_pandas(df, npartitions=4)).compute()
    pd.testing.assert_frame_equal(
        found.astype(dict.fromkeys(COLUMNS, object)).fillna(""),
        expected.astype(dict.fromkeys(COLUMNS, object)).fillna(""),
        check_dtype=False,
    )
