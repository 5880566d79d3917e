"""The sound of a file: levels, fingerprints, voices and music over time, and lines of subtitles."""
