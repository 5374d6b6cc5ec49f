"""Foot strike: landing further forward on the foot than the calves are used to.

Mechanism
    The nearer to the forefoot one lands, the more the calf works: it brakes the fall of the heel at
    every step, and load moves from the knee to the ankle. Forefoot landing switches the plantar
    flexors on 11 % earlier and 10 % longer [1]_, and raises the tendon's impulse by 11 % a step
    [2]_.

Exposure
    The step forward from the usual strike: one class 0.85, from heel to forefoot 1.2. Where the
    usual strike is not known, a forefoot landing counts 0.85 and a midfoot landing 0.5, since
    people mention their strike when they have changed it. Always on the forefoot keeps 0.5, always
    on the midfoot 0.3: loads 1.12 and 1.06 times as high, with damage growing as their fourth
    power, give 1.6 and 1.3 times the odds; in a new runner no habit has formed yet. A treadmill,
    for those who run outdoors, and strides made shorter on purpose count 0.5: both land the foot
    flatter [8]_ [9]_, and the treadmill loads the tendon 1.14 times as much [7]_. Landings that
    spikes or sprints force belong to another cause and count a third. A change fades over 4 to 12
    weeks, so one run takes less from the next than for other causes.

Evidence
    Strong for load, in several laboratories [1]_ [2]_. For soreness, heel strikers who change get
    sore calves at first, reported in words in two studies [3]_, and one runner's calf strains ended
    with a return to the heel [4]_.

Limits
    Nobody counted how often a change makes calves sore: the sizes are assumed. Most runners cannot
    name their strike, and of 47 runners 77 % kept theirs from 2.5 to 5 m/s [5]_, so a landing that
    differs from the usual one may be a different answer rather than a different landing. The
    article holds mid- and forefoot landing to be good form [6]_.

References
----------
.. [1] Ahn et al. 2014, J Sport Health Sci 3:102
.. [2] Almonroeder et al. 2013, Ann Biomed Eng 41:1758, https://doi.org/10.1007/s10439-013-0819-1
.. [3] Yong et al. 2020, Sci Rep, https://doi.org/10.1038/s41598-020-62464-3
.. [4] Baquet et al. 2020, Phys Ther Sport, pp. 64-70
.. [5] Ekizos et al. 2021, Front Physiol, https://doi.org/10.3389/fphys.2021.686259
.. [6] Amber Sayer, Sore Calves After Running? Here's 6 Reasons Why + How To Resolve It
.. [7] Willy et al. 2016, J Orthop Sports Phys Ther 46:664, https://doi.org/10.2519/jospt.2016.6494
.. [8] Van Hooren et al. 2020, Sports Med 50:785, https://doi.org/10.1007/s40279-019-01237-z
.. [9] Anderson et al. 2022, Sports Med Open, https://doi.org/10.1186/s40798-022-00504-0
"""

from math import nan

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import Advice, Cause, Effect, Evidence, Measure, Reference, Session
from calfcause.causes.elementwise import Array, Cells, Columns, Numbers
from calfcause.causes.laws import Mention, chances, code, unformed, weights, words_from
from calfcause.causes.plan import Plan
from calfcause.causes.run import facts, lesser, measure
from calfcause.causes.sources import ARTICLE
from calfcause.sessions.units import Units

AHN = Reference("Ahn et al. 2014, J Sport Health Sci 3:102")
ALMONROEDER = Reference(
    "Almonroeder et al. 2013, Ann Biomed Eng 41:1758", "https://doi.org/10.1007/s10439-013-0819-1"
)
YONG = Reference("Yong et al. 2020, Sci Rep", "https://doi.org/10.1038/s41598-020-62464-3")
BAQUET = Reference("Baquet et al. 2020, Phys Ther Sport, pp. 64-70")
WILLY = Reference(
    "Willy et al. 2016, J Orthop Sports Phys Ther 46:664",
    "https://doi.org/10.2519/jospt.2016.6494",
)
VAN_HOOREN = Reference(
    "Van Hooren et al. 2020, Sports Med 50:785", "https://doi.org/10.1007/s40279-019-01237-z"
)
ANDERSON = Reference(
    "Anderson et al. 2022, Sports Med Open", "https://doi.org/10.1186/s40798-022-00504-0"
)
EKIZOS = Reference("Ekizos et al. 2021, Front Physiol", "https://doi.org/10.3389/fphys.2021.686259")

# Exposure
FORWARD = np.array([0.0, 0.85, 1.2])  # assumed, by classes forward: a change is 2.5 (1.5-5) in odds
UNKNOWN_USUAL = weights("foot_strike", midfoot=0.5, forefoot=0.85)  # assumed: most have changed
HABITUAL = weights("foot_strike", midfoot=0.3, forefoot=0.5)  # assumed: loads 1.06 and 1.12 times
# A treadmill, for those who run outdoors: the tendon's load is 1.14 times as high (Willy), the foot
# lands 10 degrees flatter (Van Hooren). Assumed as a habitual forefoot landing, of a like load.
TREADMILL_NEW, TREADMILL = 0.5, code("surface", "treadmill")
# Strides made shorter on purpose land flatter (Anderson: foot angle 0.62 standard deviations less),
# and are more steps. Assumed: less than a class forward.
SHORTER, MADE_SHORTER = 0.5, code("stride_change", "shorter")
FORCED_SHARE = 1.0 / 3.0  # assumed: the rest counts for what forces the landing
SPIKES, SPRINTS = code("shoe_type", "track_spikes"), code("session_type", "sprints")
LOW_SHOES = [code("shoe_type", word) for word in ("minimalist", "zero_drop", "barefoot")]

# Simulated weeks. Assumed, but for spikes and sprints: 77 % keep their landing when faster
# (Ekizos), so that about a third change it on spikes, which lift the heel as well.
ON_PURPOSE_SHARE, ON_PURPOSE_DAYS, TO_FOREFOOT_SHARE = 0.33, (7, 60), 0.65
IN_LOW_SHOES_SHARE, FORCED_RUNS = 0.25, 0.35
SHORTER_SHARE, SHORTER_DAYS, SHORTER_SPM = 0.08, (7, 60), (6.0, 18.0)

# Chances of a mention. Assumed: set until simulated accounts held what real ones hold.
MENTIONS = {
    "foot_strike": Mention(0.02, otherwise=0.01),
    "usual_foot_strike": Mention(0.02, 0.8, otherwise=0.005),
    "stride_change": Mention(0.2, 0.8, otherwise=0.002),
    "surface": Mention(0.2, 0.8),
    "usual_surface": Mention(0.1, 0.6),
}

TITLE = "landing further forward on the foot"
PLACES = {"rearfoot": "heel", "midfoot": "midfoot", "forefoot": "forefoot"}


def signs(cells: Columns) -> dict[str, Numbers]:
    strike = cells["foot_strike"]
    moved = xp.lookup(xp.maximum(strike - cells["usual_foot_strike"], 0.0), FORWARD)
    moved = xp.or_else(moved, xp.lookup(strike, UNKNOWN_USUAL))
    habitual, if_new = xp.lookup(strike, HABITUAL), xp.lookup(strike, UNKNOWN_USUAL)
    kept = habitual + (if_new - habitual) * unformed(cells["experience_weeks"])
    forward = xp.maximum(moved, kept)
    forced = (cells["shoe_type"] == SPIKES) | (cells["session_type"] == SPRINTS)
    on_treadmill = (cells["surface"] == TREADMILL) & (cells["usual_surface"] != TREADMILL)
    new_treadmill = on_treadmill & xp.known(cells["usual_surface"])
    return {
        "further_forward": forward * xp.where(forced, FORCED_SHARE, 1.0),
        "new_treadmill": xp.where(new_treadmill, TREADMILL_NEW, nan),
        "shorter_strides": xp.where(cells["stride_change"] == MADE_SHORTER, SHORTER, nan),
    }


def exposure(signs: Columns) -> Numbers:
    return xp.fmax(
        signs["further_forward"], xp.fmax(signs["new_treadmill"], signs["shorter_strides"])
    )


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """A change of landing on purpose; a landing that low shoes, spikes or sprints bring."""
    purpose = plan.spell(rng, ON_PURPOSE_SHARE, ON_PURPOSE_DAYS)
    by = np.where(plan.some(rng, TO_FOREFOOT_SHARE), 2.0, 1.0)[:, None]
    worn = np.take_along_axis(plan.rack_type, plan.shoe, axis=1)
    low = np.isin(worn, LOW_SHOES) & plan.some(rng, IN_LOW_SHOES_SHARE)[:, None]
    forced = (worn == SPIKES) | (plan.session_type == SPRINTS)
    shift = np.maximum(np.where(purpose, by, 0.0), np.where(low, by, 0.0))
    shift = np.where(forced & (rng.random(plan.shape, dtype=np.float32) < FORCED_RUNS), 2.0, shift)
    plan.foot_strike = np.minimum(plan.foot_strike + shift, code("foot_strike", "forefoot"))
    shorter = plan.spell(rng, SHORTER_SHARE, SHORTER_DAYS)
    plan.stride_change[shorter] = MADE_SHORTER
    plan.cadence_shift += np.where(shorter, rng.uniform(*SHORTER_SPM, (len(plan.runs), 1)), 0.0)


def mentions(cells: Cells, felt: Array) -> dict[str, Array]:
    forward = np.asarray(xp.lookup(cells["foot_strike"], HABITUAL) > 0)
    to_treadmill = (cells["surface"] == TREADMILL) & (cells["usual_surface"] != TREADMILL)
    return chances(
        MENTIONS,
        felt,
        dict.fromkeys(MENTIONS, forward)
        | dict.fromkeys(("surface", "usual_surface"), to_treadmill)
        | {"stride_change": cells["stride_change"] == MADE_SHORTER},
    )


def because(session: Session, units: Units) -> str:
    strike, usual_strike = session.get("foot_strike"), session.get("usual_foot_strike")
    as_always = strike and strike == usual_strike
    return facts(
        strike and f"you landed on the {PLACES[str(strike)]}{', as always' if as_always else ''}",
        usual_strike and not as_always and f"until now on the {PLACES[str(usual_strike)]}",
        session.get("stride_change") == "shorter" and "you made your strides shorter on purpose",
        _is_new_treadmill(session) and "you ran on a treadmill and usually run elsewhere",
    )


def _is_new_treadmill(session: Session) -> bool:
    """Whether it was a treadmill, and the usual ground is known to be another."""
    usual_surface = session.get("usual_surface")
    return session.get("surface") == "treadmill" and usual_surface not in (None, "treadmill")


def titled(session: Session) -> str:
    """After what brought the landing, where the landing itself was not told."""
    if session.get("foot_strike") in ("midfoot", "forefoot"):
        return TITLE
    if session.get("stride_change") == "shorter":
        return "shorter, quicker strides"
    return "the treadmill" if _is_new_treadmill(session) else TITLE


def measures(session: Session) -> tuple[Measure, ...]:
    usual_strike = session.get("usual_foot_strike")
    moved = UNKNOWN_USUAL
    if usual_strike:
        forward = np.arange(len(FORWARD)) - int(code("foot_strike", str(usual_strike)))
        moved = FORWARD[np.maximum(forward, 0)]
    return measure(
        session,
        "foot_strike",
        "landing",
        usual=usual_strike,
        too_much=words_from("foot_strike", np.maximum(moved, HABITUAL)),
    )


def usual(session: Session) -> dict[str, object]:
    """The same run with the landing used until now; on the heel where that is not known."""
    changed: dict[str, object] = {}
    strike, usual_strike = session.get("foot_strike"), session.get("usual_foot_strike")
    if strike in ("midfoot", "forefoot"):
        changed["foot_strike"] = lesser("foot_strike", strike, usual_strike, "rearfoot")
    if session.get("stride_change") == "shorter":
        changed["stride_change"] = "none"
    if _is_new_treadmill(session):
        changed["surface"] = session["usual_surface"]
    return changed


def easier(session: Session) -> dict[str, object]:
    """As ``usual``; a landing only goes back to one that is known."""
    changed = usual(session)
    if not session.get("usual_foot_strike"):
        changed.pop("foot_strike", None)
    return changed


def _has_changed(session: Session) -> bool:
    """Whether the landing is known to differ from the one used until now."""
    strike, usual_strike = session.get("foot_strike"), session.get("usual_foot_strike")
    return bool(strike and usual_strike) and strike != usual_strike


CAUSE = Cause(
    name="foot_strike",
    title=TITLE,
    article=(
        "The nearer to the forefoot one lands, the more the calves work. The article holds mid- and"
        " forefoot landing to be good form all the same: heel landing stresses the limb further up"
        " and costs forward drive."
    ),
    columns=(
        "foot_strike",
        "usual_foot_strike",
        "stride_change",
        "shoe_type",
        "session_type",
        "surface",
        "usual_surface",
        "experience_weeks",
    ),
    effect=Effect(
        low=1.5,
        central=3.2,
        high=6.0,
        source=(
            "assumed: a change forward times 2.5 (1.5-5) on the odds, load times 1.12 (1.08-1.25),"
            " damage with its 4th power"
        ),
    ),
    adaptation=0.25,  # assumed below 30-70 %: a change takes 4 to 12 weeks
    evidence=Evidence(
        strength="moderate",
        sentence=(
            "That forefoot landing loads the calves more is well measured; sore calves after a"
            " change are reported, without numbers."
        ),
        references=(YONG, ALMONROEDER, AHN),
    ),
    advice=(
        Advice(
            text="Go back to your old landing until it eases.",
            support="reported in studies and one case",
            source=YONG,
            when=_has_changed,
            now=True,
        ),
        Advice(
            text="Change your landing slowly, over 4 to 12 weeks.",
            support="reported in studies and one case; the time is an estimate",
            source=YONG,
            when=_has_changed,
        ),
        Advice(
            text="If strains return, landing on the heel again may end them.",
            support="a single case",
            source=BAQUET,
            when=lambda session: session.get("usual_foot_strike") == "rearfoot",
        ),
        Advice(
            text="If this landing is new to you, change to it slowly, over 4 to 12 weeks.",
            support="reported in studies and one case; the time is an estimate",
            source=YONG,
            when=lambda session: bool(
                session.get("foot_strike") and not session.get("usual_foot_strike")
            ),
        ),
        Advice(
            text="Change your stride a little at a time, over 4 to 12 weeks.",
            support="by analogy with a change of landing; the time is an estimate",
            source=YONG,
            when=lambda session: session.get("stride_change") == "shorter",
        ),
        Advice(
            text="Start with short runs on the treadmill, a little slower than outdoors.",
            support="by the load that a treadmill adds in the laboratory; no trial",
            source=WILLY,
            when=_is_new_treadmill,
        ),
        Advice(
            text=(
                "You can keep your way of landing; if your calves are sore often, make them"
                " stronger."
            ),
            support="the article says so",
            source=ARTICLE,
            when=lambda session: session.get("usual_foot_strike") in ("midfoot", "forefoot"),
        ),
    ),
    references=(AHN, ALMONROEDER, YONG, BAQUET, EKIZOS, ARTICLE, WILLY, VAN_HOOREN, ANDERSON),
    signs=signs,
    exposure=exposure,
    provoke=provoke,
    mentions=mentions,
    because=because,
    measures=measures,
    usual=usual,
    as_usual="with your usual landing",
    titled=titled,
    easier=easier,
)
