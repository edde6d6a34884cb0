"""Hold the program to what it promises about files, at length, and keep the numbers in RESULTS.md.

    python3 tests/promises/run.py [--quick]

Makes a virtual environment and installs the checkout into it. Takes some fifteen minutes on two cores; `--quick` does what the
tests do, in one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).parent
INSIDE = "JINPU_PROMISES_INSIDE"


def main() -> None:
    """Install, then try from inside."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="as short as in the tests; RESULTS.md stays as it is")
    quick = parser.parse_args().quick
    if os.environ.get(INSIDE):
        sys.path[:0] = [str(HERE.parent / name) for name in ("", "storage", "terminal")]
        from numbers_table import try_all

        sys.exit(try_all(quick=quick))
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin", "python")
        environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {INSIDE: "1"}
        subprocess.run([python, "-m", "pip", "install", "-q", f"{HERE.parents[1]}[test]"], check=True, env=environ)
        sys.exit(subprocess.run([python, *sys.argv], check=False, env=environ).returncode)


if __name__ == "__main__":
    main()
