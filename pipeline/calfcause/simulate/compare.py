"""Compare simulated runs with real ones: quantiles, correlations, how often calves are sore."""

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

from calfcause.sessions.schema import COLUMNS
from calfcause.simulate.generate import Simulated
from calfcause.simulate.record import TOLD

if TYPE_CHECKING:
    import pandas as pd

LEVELS = (0.05, 0.25, 0.50, 0.75, 0.95)
# 40,658 runs of 116 Strava users, 2010-2020, pooled; times are elapsed, pauses included. Kaggle,
# "Running races from Strava" (github.com/Ianj751/Running-Stats-Predictor @ 45554eae768c).
REAL_QUANTILES = {
    "distance, km": (3.0, 7.4, 10.2, 13.3, 21.5),
    "time, min": (17, 42, 58, 77, 164),
    "pace, min/km": (4.35, 5.06, 5.62, 6.33, 9.97),
    "climb, m/km": (0.1, 4.1, 9.3, 21.6, 71.5),
    "weekly distance, km": (9.9, 24.6, 38.6, 54.7, 86.9),
    "usual weekly distance, km": (5.7, 19.3, 31.1, 43.9, 70.7),
    "weekly / usual weekly": (0.49, 0.94, 1.28, 1.77, 3.50),
    "pace / usual pace": (0.77, 0.93, 1.00, 1.09, 1.64),
    "usual climb, m/km": (2.2, 5.3, 9.2, 17.9, 37.1),
    "climb - usual climb, m/km": (-18.7, -4.2, 0.0, 8.0, 52.0),
    "distance / longest of 28 days": (0.13, 0.35, 0.55, 0.77, 1.17),
}
REAL_CORRELATIONS = {
    ("distance, km", "pace, min/km"): -0.02,
    ("distance, km", "climb, m/km"): 0.32,
    ("pace, min/km", "climb, m/km"): 0.44,
    ("weekly distance, km", "distance, km"): 0.39,
    ("weekly distance, km", "pace, min/km"): -0.14,
    ("weekly distance, km", "climb, m/km"): 0.07,
}
# Low and high share of runs that leave the calves sore. Assumed, since no study gives them, except
# for any run: 24 % (13-42 % when resampled) of the runs of 16 people (PMData) left the lower legs,
# and so perhaps the calves, sore the next morning.
REAL_SORE_SHARES = {
    "usual run of the experienced": (0.03, 0.12),
    "run of the first 4 weeks": (0.25, 0.65),
    "marathon": (0.70, 0.85),
    "any run": (0.10, 0.40),
}
# How far people differ: mean of personal shares of sore days, and k of their beta distribution.
# Shares differ the less the rarer soreness is, so that what compares is their spread in log odds,
# or the spread of shares that it makes at the level of the simulated runs. 1,227 people who trained
# for a marathon, pain anywhere (O'Connor et al. 2008, J Pain 9(4 S2):14); 14 people, lower legs
# after runs (PMData); 50 women footballers (SoccerMon).
REAL_SPREADS = {"O'Connor 2008": (0.22, 2.4), "PMData": (0.29, 3.7), "SoccerMon": (0.24, 5.7)}
SPREAD_COLUMNS = ["mean", "sd", "log odds", "sd here"]
LEAST_RUNS_OF_ONE = 8
# Points and weights of a standard normal distribution, for its integrals.
POINTS = np.linspace(-6.0, 6.0, 241)
WEIGHTS = np.exp(-(POINTS**2) / 2.0) / np.exp(-(POINTS**2) / 2.0).sum()
EXPERIENCED_WEEKS = 104
RACE = COLUMNS["session_type"].choices.index("race")
HARDLY_A_FACTOR = 1.1


def compare(*blocks: Simulated) -> str:
    """Compare simulated with real distributions in a table for people.

    Only the true cells of runners whose every run is recorded are compared, since accounts in words
    describe the runs that stood out. Real times include pauses, and Strava's runners are trained.
    """
    import pandas as pd

    runs = pd.concat([_measures(block) for block in blocks], ignore_index=True)
    if runs.empty:
        return (
            "Nothing to compare with real runs: this world records all runs as accounts in words."
        )
    runs = runs[(runs["distance, km"] >= 1) & (runs["climb, m/km"] <= 400)]
    width = max(
        map(len, (*REAL_QUANTILES, *(f"{first} ~ {second}" for first, second in REAL_CORRELATIONS)))
    )
    lines = [f"{len(runs):,} simulated runs beside real ones", ""]
    lines.append(_line("quantiles", "", [f"{level:.0%}" for level in LEVELS], width))
    for name, real in REAL_QUANTILES.items():
        simulated = runs[name].quantile(list(LEVELS))
        lines.append(_line(name, "real", [f"{value:.2f}" for value in real], width))
        lines.append(_line("", "simulated", [f"{value:.2f}" for value in simulated], width))
    lines += ["", _line("rank correlations", "", ["real", "simulated"], width)]
    correlations = runs[list(REAL_QUANTILES)].corr("spearman")
    for (first, second), rho in REAL_CORRELATIONS.items():
        cells = [f"{rho:.2f}", f"{float(correlations[second][first]):.2f}"]
        lines.append(_line(f"{first} ~ {second}", "", cells, width))
    lines += ["", _line("sore calves after a", "", ["assumed", "simulated"], width)]
    for name, (low, high) in REAL_SORE_SHARES.items():
        share = runs.loc[runs[name], "p_sore"].mean()
        cells = [f"{low:.0%}–{high:.0%}", f"{share:.0%}" if share == share else "none"]
        lines.append(_line(name, "", cells, width))
    lines += ["", _line("personal shares of sore runs", "", SPREAD_COLUMNS, width)]
    level, _ = simulated_spread = _spread(runs)
    for name, (mean, k) in (REAL_SPREADS | {"simulated": simulated_spread}).items():
        sd = np.sqrt(mean * (1.0 - mean) / (k + 1.0))
        in_log_odds = sd_of_log_odds(mean, sd)
        found = mean, sd, in_log_odds, sd_of_shares(level, in_log_odds)
        lines.append(_line(name, "", [f"{value:.2f}" for value in found], width))
    return "\n".join(lines)


def sd_of_log_odds(mean: float, sd: float) -> float:
    """Spread in log odds, normal, of personal shares with this mean and standard deviation.

    NaN if there is none, as where nobody or everybody is sore.

    >>> round(sd_of_log_odds(0.22, 0.225), 2)
    1.7
    """
    if not 0.0 < mean < 1.0 or not sd_of_shares(mean, 0.0) < sd < sd_of_shares(mean, 20.0):
        return 0.0 if sd == 0.0 else np.nan
    return float(brentq(lambda spread: sd_of_shares(mean, spread) - sd, 0.0, 20.0))


def sd_of_shares(mean: float, spread: float) -> float:
    """Standard deviation of personal shares of this mean, by their spread in log odds."""
    if not 0.0 < mean < 1.0 or np.isnan(spread):
        return np.nan

    def shares(middle: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        return np.asarray(expit(middle + spread * POINTS))

    middle = brentq(lambda middle: float(WEIGHTS @ shares(middle)) - mean, -100.0, 100.0)
    return float(np.sqrt(WEIGHTS @ (shares(middle) - mean) ** 2))


def _spread(runs: "pd.DataFrame") -> tuple[float, float]:
    """Mean and k of the shares of runners with enough runs."""
    by_runner = runs.groupby("runner")["p_sore"].agg(["mean", "size"])
    shares = by_runner.loc[by_runner["size"] >= LEAST_RUNS_OF_ONE, "mean"]
    mean, variance = float(shares.mean()), float(shares.var())
    return mean, mean * (1.0 - mean) / variance - 1.0 if variance > 0.0 else np.inf


def _line(name: str, what: str, cells: list[str], width: int) -> str:
    return f"{name:{width}}  {what:9}" + "".join(f"{cell:>10}" for cell in cells)


def _measures(simulated: Simulated) -> "pd.DataFrame":
    """The compared columns of the runners who record every run."""
    import pandas as pd

    cells = pd.DataFrame(simulated.true_cells)
    distance, longest = cells["distance_km"], cells["longest_run_28d_km"]
    pace, climb = cells["duration_min"] / distance, cells["elevation_gain_m"] / distance
    weekly, usual_weekly = cells["weekly_distance_km"], cells["usual_weekly_distance_km"]
    factor = np.exp(sum(simulated.soreness.log_factors.values(), np.zeros(len(simulated))))
    usual_distance = distance.groupby(simulated.runner).transform("median")
    runs = pd.DataFrame(
        {
            "distance, km": distance,
            "time, min": cells["duration_min"],
            "pace, min/km": pace,
            "climb, m/km": climb,
            "weekly distance, km": weekly,
            "usual weekly distance, km": usual_weekly,
            "weekly / usual weekly": weekly / usual_weekly.where(usual_weekly > 0),
            "pace / usual pace": pace / cells["usual_pace_min_per_km"],
            "usual climb, m/km": cells["usual_climb_m_per_km"],
            "climb - usual climb, m/km": climb - cells["usual_climb_m_per_km"],
            "distance / longest of 28 days": distance / longest.where(longest > 0),
            "p_sore": simulated.soreness.true_p_sore,
            "runner": simulated.runner,
            "usual run of the experienced": (cells["experience_weeks"] >= EXPERIENCED_WEEKS)
            & (factor < HARDLY_A_FACTOR)
            & (distance / usual_distance).between(0.8, 1.25),
            "run of the first 4 weeks": cells["experience_weeks"] < 4,
            "marathon": (distance >= 42) & (cells["session_type"] == RACE),
            "any run": True,
        }
    )
    return runs.iloc[np.flatnonzero(~np.isin(simulated.recorder, TOLD))]
