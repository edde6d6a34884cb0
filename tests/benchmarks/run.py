"""Measure jinpu-tui side by side with its peers, print the table, and keep it in RESULTS.md.

    python3 tests/benchmarks/run.py [--quick]

Makes a virtual environment and installs the checkout into it, compiled, as a user has it. VisiData (`vd`), taskwarrior (`task`)
and vim are measured where they are on the PATH. Takes some ten minutes; `--quick` leaves out the largest peers and takes two.
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
INSIDE = "JINPU_BENCHMARK_INSIDE"


def main() -> None:
    """Install, then measure from inside."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, without the peers that take minutes")
    quick = parser.parse_args().quick
    if os.environ.get(INSIDE):
        from table import measure_all

        measure_all(quick=quick)
        return
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin", "python")
        environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {INSIDE: "1"}
        subprocess.run([python, "-m", "pip", "install", "-q", str(HERE.parents[1]), "pyte"], check=True, env=environ)
        sys.exit(subprocess.run([python, *sys.argv], check=False, env=environ).returncode)


if __name__ == "__main__":
    main()
