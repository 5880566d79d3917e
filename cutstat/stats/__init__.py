"""Rows of several episodes in, comparison and verdict out."""
