"""What follows from the data on a day: lights, progress, pace, growth, differences. Pure functions; no I/O."""
