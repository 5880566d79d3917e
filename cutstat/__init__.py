"""cutstat: count the cuts of episodes and compare how fast shows are cut."""
