"""A library seen through one detector: all that is answered without decoding."""
