"""Time the main job as a whole process, and its memory, beside an empty Python.

Run: python benchmarks/bench_build.py [runs]
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time


def run(command):
    """Return seconds and peak resident megabytes of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        build = [sys.executable, "-m", "geo", "build", "--out", folder]
        run(build)  # warm the disk cache
        measured = [run(build) for _ in range(runs)]
    empty = [run([sys.executable, "-c", "pass"])[0] for _ in range(runs)]
    seconds = statistics.median(m[0] for m in measured)
    print(f"default build: {seconds:.1f} s (target 10), {max(m[1] for m in measured):.0f} MB (500)")
    print(f"ratio to an empty Python process: {seconds / statistics.median(empty):.0f}")


if __name__ == "__main__":
    main()
