"""Policy documents as records: a text becomes the tree of its requirements, with the tasks that it assigns to units."""
