"""A made dump of a collection of shows, and how long it takes to read and to ask it."""
