"""The command ``geo``: each command is a module that loads only when it is called."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False  # importing typing costs a name look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

EXIT_OK = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_FAILURE = 3
EXIT_INTERRUPTED = 130

_COMMANDS = {
    "build": "make map pages, GIS files and the report from an atlas",
    "check": "check an atlas and its lines; exit 1 on an error",
    "export": "write one layer in a GIS format",
    "import": "read a GeoPackage edited in QGIS back into the atlas",
    "locate": "find places by name, offline",
    "network": "import, list and check rail networks",
    "route": "find the way between places by rail or sea, offline",
    "schema": "write the JSON Schemas of the atlas files, for editors",
    "snapshot": "render a built page to PNG, SVG or PDF",
}

_EPILOG = """\
examples:
  geo build                             the embedded atlas into maps/
  geo build my-atlas --out my-maps      your own atlas
  geo locate Astana Ayagoz 塔城 Шыңжаң  names in any script
  geo check my-atlas                    the report alone

exit codes: 0 done, 1 something needs a human (a failed check, an unresolved name),
2 wrong usage or input, 3 output or data trouble, 130 interrupted
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv
        Arguments without the program's name; ``sys.argv[1:]`` if ``None``.

    Returns
    -------
    int
        The exit code: 0 done, 1 something needs a human, 2 wrong usage or input,
        3 output or data trouble, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    from geo.errors import GeoError, InputError

    try:
        options = _parser(arguments).parse_args(arguments)
        return int(_module(options.command).run(options))
    except InputError as error:
        return _fail(error, EXIT_USAGE)
    except GeoError as error:
        return _fail(error, EXIT_FAILURE)
    except KeyboardInterrupt:
        return _fail("interrupted; nothing was changed", EXIT_INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_OK


def _fail(error: object, code: int) -> int:
    print(f"geo: error: {error}", file=sys.stderr)
    return code


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Build the parser; only the command that is called loads its options."""
    parser = argparse.ArgumentParser(
        prog="geo",
        description="Names and facts to railway maps that can be trusted, offline.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    called = next((word for word in arguments if word in _COMMANDS), None)
    for name, summary in _COMMANDS.items():
        if name == called:
            _module(name).add_parser(commands)
        else:
            commands.add_parser(name, help=summary)
    return parser


class _Version(argparse.Action):
    """Print the version; reading it costs more than a look-up, so only when asked."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="show the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"geo {version('geo')}")
        parser.exit()


def _module(name: str) -> Any:
    from importlib import import_module

    # "import" is a word of the language and cannot be a module.
    return import_module(f"geo.cli.{'import_' if name == 'import' else name}")
