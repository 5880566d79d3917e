"""Results as CSV and JSON for other programs."""
