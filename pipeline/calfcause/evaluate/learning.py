"""Learning curve: the log loss of the heads by the number of training runners."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from calfcause.evaluate.scores import summed_log_loss
from calfcause.learn.heads import make_pipeline
from calfcause.learn.labelled import Labelled


def learning_curve(
    seen: Labelled, unseen: Labelled, sizes: Sequence[int], **parameters: Any
) -> pd.DataFrame:
    """Fit pipelines on more and more runners, and score all of them on the same held-out ones."""
    runners = np.random.default_rng(0).permutation(np.unique(seen.runner))
    rows = []
    for size in sizes:
        some = seen.rows(np.isin(seen.runner, runners[:size]))
        pipeline = make_pipeline(**parameters)
        pipeline.fit(some.cells, some.labels, heads__groups=some.runner)
        log_loss = summed_log_loss(unseen.labels, pipeline.predict_proba(unseen.cells))
        rows.append({"runners": size, "sessions": len(some), "log_loss": log_loss})
    return pd.DataFrame(rows)


def learning_figure(curve: pd.DataFrame) -> Figure:
    """Draw the learning curve, runners on a logarithmic axis."""
    figure = Figure(figsize=(6, 4))
    axes = figure.add_subplot(xscale="log")
    axes.plot(curve["runners"], curve["log_loss"], marker="o")
    axes.set(xlabel="runners learned from", ylabel="summed log loss on unseen runners")
    figure.tight_layout()
    return figure
