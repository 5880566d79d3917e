"""Nouns as texts need them: with their number, or with their article."""

from __future__ import annotations


def count_of(number: int, noun: str) -> str:
    """Write a number with its noun: ``1 film``, ``3 films``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def with_article(noun: str) -> str:
    """Write a noun with its indefinite article: ``an episode``, ``a film``."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
