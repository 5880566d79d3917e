"""Track in, transitions with confidence out: one algorithm a file, adapters for others."""
