"""Small boxes over the panes: a line to type into, a list to pick from, a text to write. All close on Esc.

They stand where the record is. What was typed stays when it is refused, with the reason under it.
"""
