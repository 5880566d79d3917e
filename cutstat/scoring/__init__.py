"""Reference and estimate in, precision, recall and F1 out."""
