"""Questions to a dataset: the filter language, search, sorting, grouping, columns, views, overview."""
