"""What the data says: lights, progress, growth, filters and orders, as pure functions of a dataset and a day."""
