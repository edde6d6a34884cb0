"""`python -m jinpu_tui`."""

from jinpu_tui.cli.main import main

if __name__ == "__main__":
    main()
