"""Overstriding: the foot lands too far ahead of the body, or the pelvis is badly placed.

Mechanism
    The longer the stride, the further ahead of the centre of mass the foot lands, the longer the
    lever and the larger the torque that the lower leg takes last, while the calf lengthens. A step
    rate 5 % higher lowers peak tendon stress [1]_; 10 % lower raises what the ankle absorbs [2]_.

Exposure
    What a coach or a video saw (mild 0.65, marked 1.3), a tilted pelvis or bent hips 0.15, and a
    cadence below the one expected of height and pace, 1 at 18 %, counted from 8 %, where a marked
    overstride becomes likely; or below the runner's own usual, counted from 5 %, beyond the
    scatter of every day. Expected cadence: 150 + 6 per m/s - 0.5 per cm above 178 [3]_.

Evidence
    Moderate for load, none for soreness: knee and braking effects are far better supported than
    calf effects, and trunk lean does not change ankle work [4]_. Form is a habit, so calves are
    partly used to it; adaptation is kept low because the load per step stays higher all the same.

References
----------
.. [1] Lyght et al. 2016, 10.1123/jab.2015-0183
.. [2] Heiderscheit et al. 2011, 10.1249/MSS.0b013e3181ebedf4
.. [3] van Oeveren et al. 2019; Burns et al. 2019, 10.1152/japplphysiol.00374.2018
.. [4] Teng & Powers 2015, 10.1249/MSS.0000000000000436
"""

from collections.abc import Mapping
from math import nan

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import (
    CLEAR_EXPOSURE,
    Advice,
    Array,
    Cause,
    Cells,
    Effect,
    Evidence,
    Measure,
    Reference,
    Session,
    above,
    code,
    known_sum,
    number,
    tell,
    weights,
    words_from,
)
from calfcause.causes.elementwise import Numbers
from calfcause.causes.plan import Plan
from calfcause.sessions.units import Units

TYPICAL_HEIGHT_CM = 174.0
DEFICIT_FROM = 0.08
BELOW_USUAL_FROM = 0.05
CLEARLY_LOW = 0.10
WALKING_SPM = 140.0
SEEN = weights("overstride", mild=0.65, marked=1.3)
TILT = weights("posture", tilted=0.15)

LYGHT = Reference(cite="Lyght et al. 2016", link="https://doi.org/10.1123/jab.2015-0183")
HEIDERSCHEIT = Reference(
    cite="Heiderscheit et al. 2011", link="https://doi.org/10.1249/MSS.0b013e3181ebedf4"
)


def expected_cadence_spm(speed_m_per_s: Numbers, height_cm: Numbers) -> Numbers:
    """Steps per minute expected of a speed and a body height."""
    height = xp.or_else(height_cm, TYPICAL_HEIGHT_CM)
    return 150.0 + 6.0 * speed_m_per_s - 0.5 * (height - 178.0)


def signs(cells: Mapping[str, Numbers]) -> dict[str, Numbers]:
    speed = cells["distance_km"] / xp.maximum(cells["duration_min"], 0.1) / 0.06
    expected = expected_cadence_spm(xp.clip(speed, 1.5, 6.5), cells["height_cm"])
    cadence = xp.where(cells["cadence_spm"] >= WALKING_SPM, cells["cadence_spm"], nan)
    usual_cadence = cells["usual_cadence_spm"]
    return {
        "seen_ahead_of_body": xp.lookup(cells["overstride"], SEEN),
        "tilted_pelvis": xp.lookup(cells["posture"], TILT),
        "cadence_below_expected": above(1.0 - cadence / expected, DEFICIT_FROM, CLEARLY_LOW),
        "cadence_below_usual": above(1.0 - cadence / usual_cadence, BELOW_USUAL_FROM, CLEARLY_LOW),
    }


def exposure(signs: Mapping[str, Numbers]) -> Numbers:
    slow_steps = xp.fmax(signs["cadence_below_expected"], signs["cadence_below_usual"])
    stride = xp.fmax(signs["seen_ahead_of_body"], xp.minimum(slow_steps, 1.5))
    return known_sum(stride, signs["tilted_pelvis"])


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """A spell of reaching out with the foot: a longer stride tried on purpose, or tired form."""
    reaching = plan.spell(rng, 0.04, (10, 60))
    plan.overstride[reaching] = code("overstride", "marked")
    plan.cadence_shift[reaching] -= 10.0
    tired = plan.days(rng, 0.02)
    plan.overstride[tired] = np.maximum(plan.overstride[tired], code("overstride", "mild"))
    plan.cadence_shift[tired] -= 5.0
    plan.tilted |= plan.spell(rng, 0.06, (10, 60))


def telling(cells: Cells, felt: Array) -> dict[str, Array]:
    return {
        "overstride": tell(felt, 0.005, 0.2),
        "posture": np.where(xp.lookup(cells["posture"], TILT) > 0, tell(felt, 0.0, 0.1), 0.005),
        "cadence_spm": tell(felt, 0.005, 0.06),
        "foot_strike": tell(felt, 0.0, 0.2),
    }


def because(session: Session, units: Units) -> str:
    told = []
    if seen := session.get("overstride"):
        told.append(
            "the foot was not seen to land far ahead of the body"
            if seen == "none"
            else f"a {seen} overstride was seen"
        )
    if posture := session.get("posture"):
        told.append(
            "the posture was upright"
            if posture == "upright"
            else "the pelvis was tilted or the hips bent"
        )
    cadence, usual_cadence = number(session, "cadence_spm"), number(session, "usual_cadence_spm")
    if cadence is not None:
        told.append(f"the cadence was {cadence:.0f} steps per minute")
    if usual_cadence is not None:
        told.append(f"the usual cadence is {usual_cadence:.0f}")
    distance, minutes = number(session, "distance_km"), number(session, "duration_min")
    if cadence is not None and distance is not None and minutes:
        height = number(session, "height_cm")
        expected = _expected_cadence_spm(distance, minutes, height)
        at = "at this pace" if height is not None else "at this pace and a usual height"
        told.append(f"about {expected:.0f} would be expected {at}")
    return "; ".join(told)


def _expected_cadence_spm(distance: float, minutes: float, height: float | None) -> float:
    speed = xp.clip(distance / max(minutes, 0.1) / 0.06, 1.5, 6.5)
    return float(expected_cadence_spm(speed, nan if height is None else height))


def measures(session: Session) -> tuple[Measure, ...]:
    found = []
    for column, label, table in (("overstride", "overstride", SEEN), ("posture", "posture", TILT)):
        if word := session.get(column):
            found.append(
                Measure(
                    column=column,
                    label=label,
                    told=str(word),
                    too_much=words_from(column, table, CLEAR_EXPOSURE),
                )
            )
    cadence, usual_cadence = number(session, "cadence_spm"), number(session, "usual_cadence_spm")
    distance, minutes = number(session, "distance_km"), number(session, "duration_min")
    clearly = []
    if distance is not None and minutes is not None:
        expected = _expected_cadence_spm(distance, minutes, number(session, "height_cm"))
        clearly.append(expected * (1.0 - DEFICIT_FROM - CLEARLY_LOW))
    if usual_cadence is not None:
        clearly.append(usual_cadence * (1.0 - BELOW_USUAL_FROM - CLEARLY_LOW))
    if cadence is not None and clearly:
        found.append(
            Measure(
                column="cadence_spm",
                label="cadence",
                told=cadence,
                usual=usual_cadence,
                too_much=max(clearly) if max(clearly) >= WALKING_SPM else None,
                fewer_is_harder=True,
            )
        )
    return tuple(found)


AS_USUAL = "with the feet under the body"


def usual(session: Session) -> dict[str, object]:
    """The same run with the feet under the body."""
    changed: dict[str, object] = {}
    if session.get("overstride") in ("mild", "marked"):
        changed["overstride"] = "none"
    if session.get("posture") == "tilted":
        changed["posture"] = "upright"
    cadence = number(session, "cadence_spm")
    if cadence is not None and cadence >= WALKING_SPM:
        usual_cadence = number(session, "usual_cadence_spm") or 0.0
        changed["cadence_spm"] = max(cadence, usual_cadence, 170.0)
    return changed


CAUSE = Cause(
    name="overstriding",
    title="overstriding or a tilted pelvis",
    article=(
        "The further the foot lands ahead of the body, the longer the lever and the larger the"
        " torque; the calves bear the brunt while they lengthen. A badly placed pelvis does the"
        " same."
        " Feet under an upright body ease the calves."
    ),
    columns=(
        "overstride",
        "posture",
        "cadence_spm",
        "usual_cadence_spm",
        "height_cm",
        "distance_km",
        "duration_min",
    ),
    effect=Effect(
        low=1.1,
        central=1.9,
        high=3.5,
        source="assumed: mild 1.4 (1.1-2.0), marked 2.2 (1.4-3.5) on the odds",
    ),
    adaptation=0.15,
    evidence=Evidence(
        strength="weak",
        sentence=(
            "A higher cadence lowers tendon stress in the laboratory; that overstriding makes"
            " calves"
            " sore was not shown, its effects on knee and braking are better supported."
        ),
        references=(
            LYGHT,
            HEIDERSCHEIT,
            Reference(
                cite="Teng & Powers 2015", link="https://doi.org/10.1249/MSS.0000000000000436"
            ),
        ),
    ),
    advice=(
        Advice(
            text="Raise the cadence by 5 %, later up to 10 %, at the same pace.",
            support="laboratory; better shown for the knee than for the calf",
            source=LYGHT,
            when=lambda session: bool(session.get("overstride") or session.get("cadence_spm")),
        ),
        Advice(
            text="Run upright, with the feet under the body.",
            support="the article says so; in the laboratory trunk lean did not change calf work",
            source=Reference(
                cite="Teng & Powers 2015", link="https://doi.org/10.1249/MSS.0000000000000436"
            ),
            when=lambda session: session.get("posture") == "tilted",
        ),
    ),
    signs=signs,
    exposure=exposure,
    provoke=provoke,
    telling=telling,
    because=because,
    measures=measures,
    usual=usual,
    as_usual=AS_USUAL,
)
