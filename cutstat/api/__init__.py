"""The calls of the Python API: one a command, each opens the library and asks a study."""

import cutstat.report
import cutstat.review
import cutstat.scan

NAMESAKES = (cutstat.report, cutstat.review, cutstat.scan)
"""Rooms whose names are those of calls. Python binds the name of a room in the package when it is
first imported, and never again: so they are imported here, before the calls take their names."""
