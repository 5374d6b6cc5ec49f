"""Cases and answers made by hand, for tests of scores."""

import numpy as np

from calfcause.learn.features import complete
from calfcause.learn.labelled import Labelled
from calfcause.learn.probabilities import HEADS


def cases_of(*blamed):
    """Cases by the places of the blamed causes, the first of them primary."""
    labels = np.zeros((len(blamed), len(HEADS)), dtype=bool)
    labels[:, -1] = True
    for row, places in enumerate(blamed):
        labels[row, list(places)] = True
    return Labelled(
        cells=complete({}, len(blamed)),
        names=np.array([f"case-{row}" for row in range(len(blamed))]),
        labels=labels,
        primary=np.array([places[0] for places in blamed]),
        runner=np.arange(len(blamed)),
        truth=None,
    )


def ranking(*orders):
    """Probabilities that put these causes first, in this order, and the others behind them."""
    p = np.full((len(orders), len(HEADS)), 0.01)
    p[:, -1] = 0.9
    for row, order in enumerate(orders):
        p[row, list(order)] = 0.5 / 2.0 ** np.arange(len(order))
    return p
