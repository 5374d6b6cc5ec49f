"""The model's answers to the sessions of a file, and where the rules put another cause first."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from calfcause.answer.past import past_of
from calfcause.causes import CAUSES
from calfcause.learn.features import features_and_exposures, first_by_rule
from calfcause.learn.probabilities import HEADS, NONE, given_sore, primary_causes
from calfcause.monitor.reading import Sessions
from calfcause.sessions.contradictions import usable
from calfcause.sessions.whose import followed
from calfcause.types import Array, Bools, Integers

if TYPE_CHECKING:
    from calfcause.answer.predictor import Predictor


BATCH_ROWS = 20_000
PRIMARY = "primary_cause"
PRIMARY_WORDS = (*HEADS[:-1], NONE)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers to a file."""

    probabilities: Array  # probabilities, columns as in HEADS, (n_sessions, n_heads)
    # The place of the cause that the rules put first; the number of causes if they name none,
    # (n_sessions,)
    by_rule: Integers

    @property
    def p_sore(self) -> Array:
        return self.probabilities[:, -1]

    @cached_property
    def given_sore(self) -> Array:
        """Probability of each cause given soreness, shape (n_sessions, n_causes)."""
        return given_sore(self.probabilities)

    @cached_property
    def disagree(self) -> Bools:
        """Whether the rules name a cause, and not the model's likeliest one."""
        if not HEADS[:-1]:
            return np.zeros(len(self.by_rule), dtype=bool)
        named = self.by_rule < len(CAUSES)
        return np.asarray(named & (self.by_rule != self.given_sore.argmax(axis=1)))

    @cached_property
    def columns(self) -> dict[str, Array]:
        """The numbers of the answers by name, and the place of the primary cause."""
        places = {word: float(place) for place, word in enumerate(PRIMARY_WORDS)}
        numbers = {"p_sore": self.p_sore}
        for place, name in enumerate(HEADS[:-1]):
            numbers[f"p_{name}_given_sore"] = self.given_sore[:, place]
        primary = [places[name] for name in primary_causes(self.probabilities)]
        return numbers | {PRIMARY: np.array(primary, dtype=np.float64)}


def risks_with_past(predictor: "Predictor", sessions: Sessions) -> tuple[Array, str]:
    """The risk of each session with its runner's earlier ones, and what was decided of them."""
    told, plain = sessions.told, answer(predictor, sessions.cells, len(sessions)).p_sore
    runs = followed(told.runner, told.starts, sessions.name) if told else None
    if told is None or runs is None or runs.times is None:
        return plain, runs.note if runs else ""
    # What all labels say of the whole file is what monitoring is to find, not to correct.
    past = past_of(
        predictor, sessions.cells, runs.runner, runs.times, sore=told.sore, with_others=False
    )
    stated = answer(predictor, past.filled(sessions.cells), len(sessions)).p_sore
    return past.bases.risks(stated)[0], runs.note


def answer(predictor: "Predictor", cells: Mapping[str, Array], n_sessions: int) -> Answers:
    """Answer encoded sessions, batch by batch."""
    probabilities, by_rule = [np.empty((0, len(HEADS)))], [np.empty(0, dtype=np.intp)]
    for start in range(0, n_sessions, BATCH_ROWS):
        rows = slice(start, min(start + BATCH_ROWS, n_sessions))
        part = {name: column[rows] for name, column in cells.items()}
        matrix, exposures = features_and_exposures(usable(part), rows.stop - start)
        probabilities.append(predictor.predict_features(matrix))
        by_rule.append(first_by_rule(exposures))
    return Answers(probabilities=np.concatenate(probabilities), by_rule=np.concatenate(by_rule))
