"""The commands as data, a file for each subject. `ui.command_table` puts them together."""
