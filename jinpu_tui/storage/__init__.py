"""Where the data lies: reading TOML with positions, splicing text, atomic files, locks and the journal."""
