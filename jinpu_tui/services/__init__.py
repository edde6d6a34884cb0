"""Use cases that the command line and the screens share. Datasets, their history and reports are reached through here."""
