"""Measure jinpu-tui side by side with its peers, print the table, and keep it in RESULTS.md.

    python3 tests/benchmarks/run.py [--quick]

Makes a virtual environment and installs the checkout into it, compiled, as a user has it. VisiData (`vd`), taskwarrior (`task`)
and vim are measured where they are on the PATH. Takes some ten minutes; `--quick` leaves out the largest peers and takes two.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fresh_install import CHECKOUT, is_inside, run_again_inside


def main() -> int:
    """Install, then measure from inside."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, without the peers that take minutes")
    quick = parser.parse_args().quick
    if not is_inside():
        return run_again_inside(str(CHECKOUT), "pyte")
    from table import measure_all

    measure_all(quick=quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
