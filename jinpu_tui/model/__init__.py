"""What the data is: records, the dataset, changes and problems as plain values. Imports no other layer."""
