import json
import os
import resource
import signal
import subprocess
import sys
import textwrap

import pytest

from geo.errors import OutputError
from geo.files import MANIFEST, sha256, staged_output, write_json


def snapshot(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def publish(folder, files, *, partial=False):
    """Write files with a manifest, as a build does."""
    with staged_output(folder, partial=partial) as staging:
        for name, text in files.items():
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).write_text(text)
        if not partial:
            entries = [
                {"path": n, "sha256": sha256(staging / n), "bytes": len(t)}
                for n, t in files.items()
            ]
            write_json(staging / MANIFEST, {"files": entries})


def test_new_files_replace_old_ones_and_stale_ones_go(tmp_path):
    out = tmp_path / "out"
    publish(out, {"a.txt": "1", "deep/b.txt": "1"})
    publish(out, {"a.txt": "2"})
    assert {p.as_posix() for p in snapshot(out)} == {"a.txt", MANIFEST}
    assert (out / "a.txt").read_text() == "2"
    assert not (out / "deep").exists()


def test_files_of_others_and_changed_ones_are_never_lost(tmp_path):
    out = tmp_path / "out"
    publish(out, {"a.txt": "1", "b.txt": "1", "c.txt": "1"})
    (out / "mine.txt").write_text("mine")
    (out / "b.txt").write_text("edited by hand")
    publish(out, {"a.txt": "2"})
    assert {p.as_posix() for p in snapshot(out)} == {"a.txt", "b.txt", "mine.txt", MANIFEST}


def test_a_manifest_cannot_make_us_delete_outside(tmp_path):
    out, victim = tmp_path / "out", tmp_path / "victim.txt"
    victim.write_text("x")
    publish(out, {"a.txt": "1"})
    entry = {"path": "../victim.txt", "sha256": sha256(victim), "bytes": 1}
    write_json(out / MANIFEST, {"files": [entry]})
    publish(out, {"a.txt": "2"})
    assert victim.exists()


def fail(folder, error):
    with staged_output(folder) as staging:
        (staging / "a.txt").write_text("half")
        raise error


@pytest.mark.parametrize("error", [RuntimeError(), KeyboardInterrupt(), OSError("disk full")])
def test_a_failed_build_leaves_the_output_as_it_was(tmp_path, error):
    out = tmp_path / "out"
    publish(out, {"a.txt": "1"})
    before = snapshot(out)
    with pytest.raises((RuntimeError, KeyboardInterrupt, OutputError)):
        fail(out, error)
    assert snapshot(out) == before


def test_a_failed_first_build_leaves_nothing(tmp_path):
    out = tmp_path / "deep" / "out"
    with pytest.raises(RuntimeError), staged_output(out):
        raise RuntimeError
    assert not out.exists()


def test_a_partial_write_keeps_the_rest_and_the_manifest_true(tmp_path):
    out = tmp_path / "out"
    publish(out, {"a.txt": "1", "report.json": "1"})
    publish(out, {"report.json": "2"}, partial=True)
    manifest = json.loads((out / MANIFEST).read_text())
    for entry in manifest["files"]:
        assert entry["sha256"] == sha256(out / entry["path"])
    assert (out / "a.txt").exists()


def test_a_folder_that_cannot_be_written_is_one_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be written to"), staged_output(tmp_path / "file"):
        pass
    with (
        pytest.raises(OutputError, match="cannot be written to"),
        staged_output(tmp_path / "file" / "below"),
    ):
        pass


def run_child(code, tmp_path, **options):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path / "out")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


def test_a_full_disk_in_mid_write_leaves_the_output_as_it_was(tmp_path):
    """A file-size limit stops the write as a full disk does: in the middle."""
    out = tmp_path / "out"
    publish(out, {"a.txt": "1"})
    before = snapshot(out)
    code = """
        import sys
        from pathlib import Path
        from geo.errors import OutputError
        from geo.files import staged_output
        try:
            with staged_output(Path(sys.argv[1])) as staging:
                (staging / "b.txt").write_text("fits")
                (staging / "a.txt").write_text("x" * 1_000_000)
        except OutputError as error:
            print(error)
    """
    limit = (200_000, 200_000)
    child = run_child(
        code, tmp_path, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    said, wrong = child.communicate(timeout=60)
    assert "cannot write to" in said, wrong
    assert snapshot(out) == before


def test_ctrl_c_in_mid_build_leaves_the_output_as_it_was(tmp_path):
    out = tmp_path / "out"
    publish(out, {"a.txt": "1"})
    before = snapshot(out)
    code = """
        import sys, time
        from pathlib import Path
        from geo.files import staged_output
        with staged_output(Path(sys.argv[1])) as staging:
            (staging / "a.txt").write_text("2")
            print("ready", flush=True)
            time.sleep(60)
    """
    child = run_child(code, tmp_path)
    assert child.stdout.readline() == "ready\n"
    os.kill(child.pid, signal.SIGINT)
    child.communicate(timeout=60)
    assert child.returncode != 0
    assert snapshot(out) == before
