"""How well voices and music are told."""
