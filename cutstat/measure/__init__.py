"""One episode's shots and segments in, its numbers out."""
