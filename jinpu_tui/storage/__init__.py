"""Datasets on disk: load them, apply changes to them, keep the journal. The only package that writes dataset files."""
