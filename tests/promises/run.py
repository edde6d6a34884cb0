"""Hold the program to what it promises about files, at length, and keep the numbers in RESULTS.md.

    python3 tests/promises/run.py [--quick] [--only NAME ... [--part N]]

Makes a virtual environment and installs the checkout into it. Takes some twenty-five minutes on two cores; `--quick` does what
the tests do, in one.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / name) for name in ("", "storage", "terminal")]

from fresh_install import CHECKOUT, is_inside, run_again_inside  # noqa: E402  a script has no package to find it in


def main() -> int:
    """Install, then try from inside."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="as short as in the tests; RESULTS.md stays as it is")
    parser.add_argument(
        "--only", nargs="+", default=[], help="trials by name, such as merged edited; RESULTS.md keeps the others"
    )
    parser.add_argument("--part", type=int, default=1, help="with --only: try one N-th of the inputs")
    asked = parser.parse_args()
    if not is_inside():
        return run_again_inside(f"{CHECKOUT}[test]")
    from numbers_table import try_all, try_some

    return try_some(asked.only, asked.part) if asked.only else try_all(quick=asked.quick)


if __name__ == "__main__":
    sys.exit(main())
