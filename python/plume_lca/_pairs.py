# SPDX-License-Identifier: Apache-2.0
"""Which category is normalised and weighted by what: the pairs of Brightway's `MethodConfig`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Name: TypeAlias = str | tuple[str, ...]
"""What Brightway identifies a category, a normalisation or a weighting by."""

Links = Mapping[Name, Sequence[Name]]
"""A normalisation → its categories; a weighting → its normalisations, or its categories."""


@dataclass(frozen=True)
class Score:
    """One column of scores: a category, and what it is normalised and weighted by.

    Attributes:
        category: the impact category.
        normalization: None: not normalised.
        weighting: None: not weighted.
    """

    category: Name
    normalization: Name | None = None
    weighting: Name | None = None

    @property
    def key(self) -> tuple[Name, ...]:
        """As `bw2calc.MultiLCA.scores` has it: weighting, normalisation, category, as far as there are any."""
        return tuple(each for each in (self.weighting, self.normalization, self.category) if each is not None)


def text_of(name: Name) -> str:
    """A name as the program writes it.

    >>> text_of(("climate", "GWP 100"))
    'climate | GWP 100'
    """
    return name if isinstance(name, str) else " | ".join(name)


def scores_of(categories: Sequence[Name], normalizations: Links, weightings: Links) -> list[Score]:
    """All scores that a `MethodConfig` asks for; none, if it names no pairs.

    Raises:
        ValueError: a category has no normalisation or weighting where others have, or a name is unknown.

    >>> scores_of(["gwp"], {"n": ["gwp"]}, {"w": ["n"]})[0].key
    ('w', 'n', 'gwp')
    """
    if not normalizations and not weightings:
        return []
    _check_names("normalizations", normalizations, set(categories))
    _check_names("weightings", weightings, set(categories) | set(normalizations))
    scores = []
    for category in categories:
        sets: list[Name | None] = [name for name, linked in normalizations.items() if category in linked]
        if normalizations and not sets:
            raise ValueError(f"the category {category!r} has no normalization")
        for normalization in sets or [None]:
            weights: list[Name | None] = [
                name for name, linked in weightings.items() if normalization in linked or category in linked
            ]
            if weightings and not weights:
                raise ValueError(f"{normalization or category!r} has no weighting")
            scores += [Score(category, normalization, weighting) for weighting in weights or [None]]
    return scores


def _check_names(what: str, links: Links, known: set[Name]) -> None:
    unknown = {name for linked in links.values() for name in linked} - known
    if unknown:
        raise ValueError(f"{what}: {', '.join(sorted(map(repr, unknown)))} is not among what they may refer to")
