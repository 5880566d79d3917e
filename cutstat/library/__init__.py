"""The SQLite store of tracks, detections and names, with array files beside it."""
