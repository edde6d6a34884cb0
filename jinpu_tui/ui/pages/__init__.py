"""Pages: a record, an overview, a history as lines made for a width. The `factory` makes each."""
