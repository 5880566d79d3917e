"""The benchmark of segments: seasons joined from real videos, with a truth that is known."""
