"""What the shows of a population say to a statement about the usual."""

from __future__ import annotations

from collections.abc import Sequence

from cutstat.stats.claim import COUNTING_MEASURES, Answered, Statement, answer_of
from cutstat.stats.population import Population, PopulationPlace, place_sentence


def answer_from_population(
    statement: Statement,
    places: Sequence[PopulationPlace],
    population: Population,
    *,
    margin: float,
) -> Answered:
    """Answer a statement about what is usual from the shows of a collection.

    Raises
    ------
    ValueError
        If the measure of the statement is none that a collection knows.
    """
    quantity, power = COUNTING_MEASURES.get(statement.measure, ("rate", 0))
    if power != 1:
        raise ValueError(
            f"the population knows shots an episode and a minute, and no {statement.measure}"
        )
    place = next(one for one in places if one.quantity == quantity)
    total = place.usual.total
    answer = answer_of(statement.direction, total.decision)
    sentence = place_sentence(place, population, margin=margin)
    return Answered(
        statement,
        answer,
        f"{answer.capitalize()}: {sentence}",
        ratio=total.ratio,
        interval=total.interval,
        share_range=place.share_range,
    )
