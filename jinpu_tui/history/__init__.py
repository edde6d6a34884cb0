"""The dataset in git: revisions, differences, who changed what, merging. git itself carries the ledger between people."""
