"""Annotations of others, converted to frames that count from 0 and spans that are half-open."""
