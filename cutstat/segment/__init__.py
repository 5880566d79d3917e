"""Find what the episodes of a series share, and tell opening, ending and the like from the body."""
