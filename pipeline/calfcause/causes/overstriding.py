"""Overstriding: the foot lands too far ahead of the body, or the pelvis is badly placed.

Mechanism
    The longer the stride, the further ahead of the centre of mass the foot lands, and the longer
    the lever. The lower leg takes the larger torque last, while the calf lengthens. A step rate 5 %
    higher lowers the peak stress on the tendon [1]_; 10 % lower raises what the ankle absorbs [2]_.

Exposure
    The largest of what a coach or a video saw (mild 0.65, marked 1.3), of strides made longer on
    purpose (1) and of a low cadence, plus 0.15 for a tilted pelvis or bent hips. Cadence counts
    below the one expected of height and pace, 1 at 18 % and counted from 8 %, where a marked
    overstride becomes likely; or below the runner's own usual, 1 at 10 % [2]_ and counted from 5 %,
    beyond the scatter of every day, as far as the strides got longer: at one pace fewer steps are
    longer ones. Expected cadence: 150 + 6 per m/s - 0.5 per cm of height above 178 [3]_ [4]_; of a
    run without a pace, that of a slow one, which never speaks against. A cadence higher than usual
    is no overstride: each step is shorter and easier on the tendon [1]_.

Evidence
    Moderate for load, none for soreness. A step rate 5 % higher eased the tendon with either foot
    strike [1]_; effects on the knee and on braking are far better supported than those on the calf
    [2]_. Trunk lean does not change the work of the ankle [5]_.

Limits
    Everybody lands ahead of the centre of mass, there are several rival definitions of overstriding
    and no accepted cut-off. Form is a habit, so calves are partly used to it; adaptation is kept
    low because the load per step stays higher all the same. The sizes are assumed.

References
----------
.. [1] Lyght et al. 2016, J Appl Biomech 32:365, https://doi.org/10.1123/jab.2015-0183
.. [2] Heiderscheit et al. 2011, Med Sci Sports Exerc 43:296,
   https://doi.org/10.1249/MSS.0b013e3181ebedf4
.. [3] van Oeveren et al. 2019, Inter-individual differences in stride frequencies
.. [4] Burns et al. 2019, J Appl Physiol, https://doi.org/10.1152/japplphysiol.00374.2018
.. [5] Teng & Powers 2015, Med Sci Sports Exerc 47:625,
   https://doi.org/10.1249/MSS.0000000000000436
"""

from math import isnan, nan

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import Advice, Cause, Effect, Evidence, Measure, Reference, Session
from calfcause.causes.elementwise import Array, Cells, Columns, Numbers
from calfcause.causes.laws import Mention, above, chances, code, known_sum, weights, words_from
from calfcause.causes.plan import Plan
from calfcause.causes.run import facts, measure, number
from calfcause.sessions.units import Units

LYGHT = Reference(
    "Lyght et al. 2016, J Appl Biomech 32:365", "https://doi.org/10.1123/jab.2015-0183"
)
HEIDERSCHEIT = Reference(
    "Heiderscheit et al. 2011, Med Sci Sports Exerc 43:296",
    "https://doi.org/10.1249/MSS.0b013e3181ebedf4",
)
VAN_OEVEREN = Reference(
    "van Oeveren et al. 2019, Inter-individual differences in stride frequencies"
)
BURNS = Reference(
    "Burns et al. 2019, J Appl Physiol", "https://doi.org/10.1152/japplphysiol.00374.2018"
)
TENG = Reference(
    "Teng & Powers 2015, Med Sci Sports Exerc 47:625",
    "https://doi.org/10.1249/MSS.0000000000000436",
)

# Expected cadence: 256 Garmin users (van Oeveren), whose mean height was 181 cm; the slope of
# height is assumed between what correlations give (-0.3) and that of elites (-1.23, Burns).
CADENCE_AT_REST_SPM, SPM_PER_M_PER_S, SPM_PER_CM, REFERENCE_HEIGHT_CM = 150.0, 6.0, 0.5, 178.0
TYPICAL_HEIGHT_CM = 174.0  # assumed: between 171.7 (1,401 people of a running clinic) and 181
SPEEDS_M_PER_S = (1.5, 6.5)  # assumed: the line holds a little beyond the measured 1.64-4.68 m/s
M_PER_S_OF_KM_PER_MIN = 0.06  # a unit: kilometres a minute over this are metres a second

# Exposure
DEFICIT_FROM = 0.08  # assumed: half of marked overstrides are 8 % or more below expected
BELOW_USUAL_FROM = 0.05  # real recordings: one runner's runs scatter by 2-8 spm, 1-5 %
CLEARLY_LOW = 0.10  # a step rate 10 % lower raises what the ankle absorbs (Heiderscheit)
SLOW_M_PER_S = 2.2  # assumed: 7:30 min/km
RAISED_FROM = 1.05  # assumed: beyond the scatter of every day
MOST_BY_CADENCE = 1.5  # assumed: a little more than a marked overstride that was seen
WALKING_SPM = 140.0  # nearly always walking mixed in (real recordings of watches)
SEEN = weights("overstride", mild=0.65, marked=1.3)  # assumed: odds 1.4 (1.1-2.0), 2.2 (1.4-3.5)
TILT = weights("posture", tilted=0.15)  # assumed almost nothing: no effect on the ankle (Teng)
# Assumed: who makes strides longer on purpose makes them a tenth longer, as laboratories ask for
# (Heiderscheit).
ON_PURPOSE = weights("stride_change", longer=1.0)
LONGER = code("stride_change", "longer")
CADENCE_COLUMNS = (
    "cadence_spm",
    "usual_cadence_spm",
    "usual_pace_min_per_km",
    "height_cm",
    "distance_km",
    "duration_min",
)
SHORTEST_MIN = 0.1  # assumed: keeps the speed finite
EASY_CADENCE_SPM = 170.0  # assumed from the best at 3 m/s (Lieberman 2015, J Exp Biol 218:3406)

# Simulated weeks. Assumed: form changes seldom.
REACHING_SHARE, REACHING_DAYS, REACHING_SPM = 0.04, (10, 60), (6.0, 20.0)
LONGER_ON_PURPOSE_SHARE = 0.7
TIRED_SHARE, TIRED_SPM = 0.02, 5.0
TILTED_SHARE, TILTED_DAYS = 0.06, (10, 60)

# Chances of a mention. Assumed: set until simulated accounts held what real ones hold.
MENTIONS = {
    "overstride": Mention(0.005, 0.2),
    "posture": Mention(0.0, 0.1, otherwise=0.005),
    "cadence_spm": Mention(0.005, 0.06),
    "foot_strike": Mention(0.0, 0.2),
    "stride_change": Mention(0.2, 0.8, otherwise=0.002),
}


def _speed_m_per_s(distance: Numbers, minutes: Numbers) -> Numbers:
    """Speed within the line of expected cadences; NaN where it is not known."""
    speed = distance / xp.maximum(minutes, SHORTEST_MIN) / M_PER_S_OF_KM_PER_MIN
    return xp.clip(speed, *SPEEDS_M_PER_S)


def _expected_cadence_spm(speed: Numbers, height_cm: Numbers) -> Numbers:
    """Steps per minute expected of a speed and a body height."""
    height = xp.or_else(height_cm, TYPICAL_HEIGHT_CM)
    at_speed = CADENCE_AT_REST_SPM + SPM_PER_M_PER_S * speed
    return at_speed - SPM_PER_CM * (height - REFERENCE_HEIGHT_CM)


def _longer_strides(cells: Columns, cadence: Numbers) -> Numbers:
    """Share of the usual steps that is missing, if the strides are longer by as much.

    Breaks lower mean cadence and mean pace alike, which lengthens no stride.
    """
    speed = _speed_m_per_s(cells["distance_km"], cells["duration_min"])
    usual_speed = _speed_m_per_s(1.0, cells["usual_pace_min_per_km"])
    steps = cadence / cells["usual_cadence_spm"]
    return xp.fmin(1.0 - steps, speed / usual_speed / steps - 1.0)


STRIDES = {
    "none": "you did not change your stride on purpose",
    "longer": "you made your strides longer on purpose",
    "shorter": "you made your strides shorter on purpose",
}
AHEAD = {"mild": "a little", "marked": "far"}


def signs(cells: Columns) -> dict[str, Numbers]:
    speed = _speed_m_per_s(cells["distance_km"], cells["duration_min"])
    cadence = xp.where(cells["cadence_spm"] >= WALKING_SPM, cells["cadence_spm"], nan)
    expected = _expected_cadence_spm(xp.or_else(speed, SLOW_M_PER_S), cells["height_cm"])
    below_expected = above(1.0 - cadence / expected, DEFICIT_FROM, CLEARLY_LOW)
    below_usual = _longer_strides(cells, cadence)
    return {
        "seen_ahead_of_body": xp.lookup(cells["overstride"], SEEN),
        "longer_on_purpose": xp.lookup(cells["stride_change"], ON_PURPOSE),
        "tilted_pelvis": xp.lookup(cells["posture"], TILT),
        "cadence_below_expected": xp.where(
            xp.known(speed) | (below_expected > 0.0), below_expected, nan
        ),
        "cadence_below_usual": above(below_usual, BELOW_USUAL_FROM, CLEARLY_LOW - BELOW_USUAL_FROM),
    }


def exposure(signs: Columns) -> Numbers:
    slow_steps = xp.fmax(signs["cadence_below_expected"], signs["cadence_below_usual"])
    stride = xp.fmax(signs["seen_ahead_of_body"], xp.minimum(slow_steps, MOST_BY_CADENCE))
    return known_sum(xp.fmax(stride, signs["longer_on_purpose"]), signs["tilted_pelvis"])


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """A spell of reaching out with the foot: a longer stride tried on purpose, or tired form."""
    reaching = plan.spell(rng, REACHING_SHARE, REACHING_DAYS)
    plan.overstride[reaching] = code("overstride", "marked")
    lower = rng.uniform(*REACHING_SPM, (len(plan.runs), 1))
    plan.cadence_shift -= np.where(reaching, lower, 0.0)
    on_purpose = plan.some(rng, LONGER_ON_PURPOSE_SHARE)[:, None]
    plan.stride_change[reaching & on_purpose] = LONGER
    tired = plan.days(rng, TIRED_SHARE)
    plan.overstride[tired] = np.maximum(plan.overstride[tired], code("overstride", "mild"))
    plan.cadence_shift[tired] -= TIRED_SPM
    plan.tilted |= plan.spell(rng, TILTED_SHARE, TILTED_DAYS)


def mentions(cells: Cells, felt: Array) -> dict[str, Array]:
    tilted = np.asarray(xp.lookup(cells["posture"], TILT) > 0)
    longer = np.asarray(cells["stride_change"] == LONGER)
    return chances(MENTIONS, felt, {"posture": tilted, "stride_change": longer})


def because(session: Session, units: Units) -> str:
    seen, posture = session.get("overstride"), session.get("posture")
    cadence, usual_cadence = number(session, "cadence_spm"), number(session, "usual_cadence_spm")
    usual_pace = number(session, "usual_pace_min_per_km") if cadence and usual_cadence else None
    expected = _expected(session) if cadence and number(session, "duration_min") else None
    at = "at this pace" + (
        "" if number(session, "height_cm") is not None else " and a usual height"
    )
    return facts(
        seen
        and (
            "your foot was not seen to land far ahead of your body"
            if seen == "none"
            else f"your foot was seen to land {AHEAD[str(seen)]} ahead of your body"
        ),
        posture
        and (
            "you ran upright"
            if posture == "upright"
            else "your pelvis was tilted or your hips bent"
        ),
        STRIDES.get(str(session.get("stride_change")), ""),
        cadence is not None and f"you took {cadence:.0f} steps a minute",
        usual_cadence is not None and f"your usual cadence is {usual_cadence:.0f}",
        usual_pace is not None and f"your usual pace is {units.pace(usual_pace)}",
        expected is not None and f"about {expected:.0f} would be expected {at}",
    )


def _numbers(session: Session) -> dict[str, float]:
    """The numbers that cadence is read with, NaN where missing."""
    found = {name: number(session, name) for name in CADENCE_COLUMNS}
    return {name: nan if cell is None else cell for name, cell in found.items()}


def _expected(session: Session) -> float | None:
    """The cadence expected of a run; None where its distance or its time is missing."""
    cells = _numbers(session)
    speed = float(_speed_m_per_s(cells["distance_km"], cells["duration_min"]))
    return None if isnan(speed) else float(_expected_cadence_spm(speed, cells["height_cm"]))


def _clearly_low(session: Session) -> float:
    """The cadence that is clearly below the usual one; 0 where that is not known."""
    cells = _numbers(session)
    usual_cadence = cells["usual_cadence_spm"]
    speed = _speed_m_per_s(cells["distance_km"], cells["duration_min"])
    ratio = speed / _speed_m_per_s(1.0, cells["usual_pace_min_per_km"])
    longer = usual_cadence * ratio / (1.0 + CLEARLY_LOW)
    return float(xp.or_else(xp.fmin(usual_cadence * (1.0 - CLEARLY_LOW), longer), 0.0))


def measures(session: Session) -> tuple[Measure, ...]:
    usual_cadence, expected = number(session, "usual_cadence_spm"), _expected(session)
    found = (
        *measure(session, "overstride", "overstride", too_much=words_from("overstride", SEEN)),
        *measure(session, "posture", "posture", too_much=words_from("posture", TILT)),
        *measure(
            session,
            "stride_change",
            "strides",
            too_much=words_from("stride_change", ON_PURPOSE),
        ),
    )
    clearly = max(
        0.0 if expected is None else expected * (1.0 - DEFICIT_FROM - CLEARLY_LOW),
        _clearly_low(session),
    )
    if not clearly:
        return found
    return found + measure(
        session,
        "cadence_spm",
        "cadence",
        usual=usual_cadence,
        too_much=clearly if clearly >= WALKING_SPM else None,
        fewer_is_harder=True,
    )


def usual(session: Session) -> dict[str, object]:
    """The same run with the feet under the body."""
    changed: dict[str, object] = {}
    if session.get("overstride") in ("mild", "marked"):
        changed["overstride"] = "none"
    if session.get("posture") == "tilted":
        changed["posture"] = "upright"
    if session.get("stride_change") == "longer":
        changed["stride_change"] = "none"
    cadence = number(session, "cadence_spm")
    if cadence is not None and cadence >= WALKING_SPM:
        usual_cadence = number(session, "usual_cadence_spm") or 0.0
        changed["cadence_spm"] = max(cadence, usual_cadence, EASY_CADENCE_SPM)
    return changed


def notes(session: Session) -> tuple[str, ...]:
    cadence, usual_cadence = number(session, "cadence_spm"), number(session, "usual_cadence_spm")
    if cadence is not None and cadence < WALKING_SPM:
        return (
            f"A cadence of {cadence:.0f} steps a minute nearly always holds walking, so it says"
            " nothing of your stride.",
        )
    raised = bool(cadence and usual_cadence and cadence >= RAISED_FROM * usual_cadence)
    if not raised and session.get("stride_change") != "shorter":
        return ()
    return (
        "A higher cadence is no overstride: it eases each step for the tendon, takes more steps,"
        " and is unaccustomed work at first.",
    )


CAUSE = Cause(
    name="overstriding",
    title="overstriding or a tilted pelvis",
    article=(
        "The further the foot lands ahead of the body, the longer the lever and the larger the"
        " torque. The calves bear the brunt while they lengthen, the harshest kind of work and the"
        " one that makes most of the tiny tears behind soreness. A badly placed pelvis does the"
        " same. Feet under an upright body ease the calves."
    ),
    columns=(
        "overstride",
        "stride_change",
        "posture",
        *CADENCE_COLUMNS,
    ),
    effect=Effect(
        low=1.1,
        central=1.9,
        high=3.5,
        source="assumed: mild 1.4 (1.1-2.0), marked 2.2 (1.4-3.5) on the odds",
    ),
    adaptation=0.15,  # assumed far below 30-70 %: the load per step stays higher, see Limits
    evidence=Evidence(
        strength="weak",
        sentence=(
            "A higher cadence lowers tendon stress in the laboratory; that overstriding makes"
            " calves sore was not shown, its effects on knee and braking are better supported."
        ),
        references=(LYGHT, HEIDERSCHEIT, TENG),
    ),
    advice=(
        Advice(
            text="Take 5% more steps a minute at the same pace, later up to 10%.",
            support="laboratory; better shown for the knee than for the calf",
            source=LYGHT,
            when=lambda session: bool(
                session.get("stride_change") != "shorter"
                and (session.get("overstride") or session.get("cadence_spm"))
            ),
        ),
        Advice(
            text="Go back to the stride you had; change it a little at a time.",
            support="by analogy with a change of landing; no trial of longer strides",
            source=HEIDERSCHEIT,
            when=lambda session: session.get("stride_change") == "longer",
        ),
        Advice(
            text="Run upright, with your feet under your body.",
            support="the article says so; in the laboratory trunk lean did not change calf work",
            source=TENG,
            when=lambda session: (
                session.get("posture") == "tilted" or session.get("stride_change") == "shorter"
            ),
        ),
    ),
    references=(LYGHT, HEIDERSCHEIT, VAN_OEVEREN, BURNS, TENG),
    signs=signs,
    exposure=exposure,
    provoke=provoke,
    mentions=mentions,
    because=because,
    measures=measures,
    usual=usual,
    as_usual="with your feet under your body",
    notes=notes,
)
