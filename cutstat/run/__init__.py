"""One function per stage: what still needs doing, and who does it."""
