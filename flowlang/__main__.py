"""`python -m flowlang`: the command line."""

from __future__ import annotations

import sys

from flowlang.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
