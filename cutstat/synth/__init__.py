"""Episode scripts to video files: the samples, and the known truth of the tests."""
