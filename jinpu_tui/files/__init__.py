"""Files and folders: atomic replacement, safe opening, permissions, the folder `.jinpu`. Knows no TOML and no record."""
