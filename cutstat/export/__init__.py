"""Results as CSV, JSON and timelines for other programs."""
