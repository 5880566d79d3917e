"""The benchmark of the verdict: simulated shows, whose difference is known."""
