"""How to read a report: its numbers and words, its limits, and the model behind it."""

from calfcause.report.contents import Report
from calfcause.texts import counted

TRAINED = (
    "The model is trained on simulated runs. It names likely training causes; it is never a"
    " diagnosis."
)
NUMBERS_AND_WORDS = {
    "Risk": (
        "The probability that a run like this leaves the calves sore. Out of 100 runs at 20%, about"
        " 20 should. With a runner_id it follows how often this runner was sore before."
    ),
    "Range of a risk": (
        "Where the risk of this runner lies with a probability of 90%. It is wide for a runner not"
        " yet known, and narrows with each run for which sore_calves is recorded, 1 or 0."
    ),
    "Share of a cause": (
        "If the calves are sore: the probability that they would not be, had the run been as usual"
        " in this respect."
    ),
    "None of these": (
        "What is left of 100% once the share of each cause is taken off: soreness for another"
        " reason. Where two causes are needed together their shares overlap, and bars are scaled."
    ),
    "As usual": (
        "What this runner is used to: the usual ground, pace, shoes, landing and distance. A run"
        " set to usual also fills what was missing, so the change in risk need not equal the share."
    ),
    "Speaks for it, a little, against it": (
        "What the rule for this cause finds in the run. The share comes from the model, so the two"
        " can differ."
    ),
    "Cannot tell": "The run has no cells about this cause. Its share is a guess.",
    "Recorded as sore": (
        "The column sore_calves says so. If it is empty: the soreness is 2 or more out of 10. If"
        " that is missing too: anything is recorded about soreness."
    ),
    "Expected sore": "The sum of the risks of all runs: how many should leave the calves sore.",
    "What recurs": (
        "The number of sore runs in which one cause made the difference, with a range that should"
        " hold the true number in about nine of ten cases."
    ),
    "Evidence": "How well research supports that this makes calves sore: strong, moderate or weak.",
}
LIMITS = (
    "Signs that need a clinician are judged by rule. If none was recorded, there may still be one.",
    "How often a usual run leaves calves sore is assumed: 6% for experienced runners. If that is"
    " wrong, so are the risks.",
    "A run is judged by what was recorded. What was left out is unknown, not normal.",
    "The report is about calves after a run, not about other muscles, other sports or pain without"
    " running.",
)


def model_in_words(report: Report) -> str:
    """The sentence that names the model."""
    model = report.model
    version = f"calfcause {model.calfcause}" if model.calfcause else "a model without description"
    if model.n_sessions is None:
        return f"Answered by {version}."
    of = f" of {counted(model.n_runners, 'runner')}" if model.n_runners is not None else ""
    return f"Answered by {version}, trained on {model.n_sessions:,} simulated runs{of}."
