"""The vocabulary: time base, tracks, transitions, shots, segments, episodes."""
