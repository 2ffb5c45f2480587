"""Run the command line as ``python -m geo``."""

import sys

from geo.cli import main

sys.exit(main())
