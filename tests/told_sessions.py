"""Runs as a runner, a coach or a physio tells them, with what a good physio would answer.

Cells are written as people write them. The causes were set by judgement before any model was asked,
so where a model says another one, the model is wrong until somebody has shown otherwise.
"""

from typing import NamedTuple

AMBULANCE, EMERGENCY, TODAY, APPOINTMENT, SELF_CARE = (
    "ambulance", "emergency department", "doctor within 24 hours", "appointment", "self-care",
)  # fmt: skip
NO_SORENESS = ""
CANNOT_TELL, NONE = "cannot tell", "none"
OPEN = (CANNOT_TELL, NONE)


class Told(NamedTuple):
    """A run, the level of its signs, the causes that may be named, and what the text must hold.

    ``not_against`` are causes that the answer must not speak against, ``says`` and ``never`` are
    patterns in the whole text.
    """

    cells: dict
    causes: tuple
    level: str = SELF_CARE
    says: tuple = ()
    never: tuple = ()
    not_against: tuple = ()


# Every habit told and kept to, for runs that differ from it in one respect.
AS_USUAL = {
    "experience_weeks": 250, "distance_km": 8, "longest_run_28d_km": 14, "weekly_distance_km": 40,
    "usual_weekly_distance_km": 40, "session_type": "easy", "terrain": "flat",
    "usual_terrain": "flat", "surface": "road", "usual_surface": "road",
    "soft_surface_fraction": 0, "shoe_type": "standard", "shoe_distance_km": 400,
    "shoe_drop_mm": 10, "usual_shoe_drop_mm": 10, "fastest_pace_min_per_km": 5.5,
    "usual_pace_min_per_km": 5.6, "foot_strike": "rearfoot", "usual_foot_strike": "rearfoot",
    "cadence_spm": 172, "usual_cadence_spm": 172, "overstride": "none", "posture": "upright",
}  # fmt: skip
SORE = {"onset_hours": 18, "sore_days": 2}

# fmt: off
RUNS = {
    # Hills
    "9 km on steep ground, usually flat": Told(
        {"distance_km": "9 km", "terrain": "steep", "usual_terrain": "flat", "sore_days": 1},
        ("hills",), says=("steep",)),
    "hill repeats up a 12 % climb": Told(
        {"session_type": "hill reps", "max_grade_pct": "12%", "distance_km": 7.5,
         "usual_terrain": "flat", "experience_weeks": 150, **SORE},
        ("hills",)),
    "only downhill, 500 m of it": Told(
        {"distance_km": 10, "elevation_gain_m": 20, "elevation_loss_m": 500,
         "usual_terrain": "flat", **SORE},
        ("hills",), says=("down|descen",)),
    "treadmill at 10 %": Told(
        {"surface": "treadmill", "usual_surface": "treadmill", "distance_km": 6,
         "max_grade_pct": 10, "usual_terrain": "flat", **SORE},
        ("hills",), never=(r"every\s+hill\s+has\s+a\s+way\s+down",)),
    "treadmill at 15 %": Told(
        {"surface": "treadmill", "usual_surface": "treadmill", "distance_km": 6,
         "max_grade_pct": 15, "usual_terrain": "flat", **SORE},
        ("hills",), never=(r"every\s+hill\s+has\s+a\s+way\s+down",)),
    "treadmill at 1 %, as always": Told(
        {"surface": "treadmill", "usual_surface": "treadmill", "distance_km": 6,
         "max_grade_pct": 1, "usual_terrain": "flat", **SORE},
        OPEN),
    "hills every day": Told(
        {"distance_km": 10, "terrain": "hilly", "usual_terrain": "hilly", "elevation_gain_m": 250,
         "elevation_loss_m": 250, "usual_climb_m_per_km": 25, "experience_weeks": 300, **SORE},
        OPEN),
    "stadium stairs": Told(
        {"terrain": "stadium stairs", "usual_terrain": "flat", "duration_min": "25 min",
         "sore_days": 1},
        ("hills",)),

    # New to running, a longer run, coming back
    "first run ever": Told(
        {"experience_weeks": 0, "distance_km": 4, "terrain": "flat", **SORE},
        ("beginner",), never=("old pair",)),
    "fourth week of Couch-to-5K": Told(
        {"experience_weeks": 3, "surface": "treadmill", "usual_surface": "treadmill",
         "duration_min": 28, "session_type": "easy", "sore_days": 2},
        ("beginner",)),
    "20 km, longest of four weeks 10": Told(
        {"distance_km": 20, "longest_run_28d_km": 10, "usual_weekly_distance_km": 40,
         "experience_weeks": 200, **SORE},
        ("beginner",)),
    "half marathon, longest 9 km": Told(
        {"distance_km": "half marathon", "longest_run_28d_km": 9, "duration_min": "2:05:00",
         "experience_weeks": 150, "onset_hours": 18},
        ("beginner",)),
    "first marathon, longest 24 km": Told(
        {"session_type": "marathon", "distance_km": "marathon", "longest_run_28d_km": 24,
         "duration_min": "3:58:20", "usual_pace_min_per_km": "5:40/km", "experience_weeks": 120,
         "severity_0_10": 6, "sore_days": 3},
        ("beginner",)),
    "half as long again as the longest": Told(
        {"distance_km": 15, "longest_run_28d_km": 10, "experience_weeks": 250, "terrain": "flat",
         "usual_terrain": "flat", "session_type": "long", **SORE},
        ("beginner",)),
    "5 % more than the longest": Told(
        AS_USUAL | {"distance_km": 14.7, **SORE},
        OPEN),
    "70 km this week, usually 30": Told(
        {"weekly_distance_km": 70, "usual_weekly_distance_km": 30, "distance_km": 13,
         "longest_run_28d_km": 13, "experience_weeks": 300, **SORE},
        ("beginner", CANNOT_TELL), not_against=("beginner",)),
    "back after 16 weeks away": Told(
        {"weeks_since_last_run": 16, "experience_weeks": 300, "distance_km": 6, **SORE},
        ("beginner",)),
    "back, told by the usual week": Told(
        {"usual_weekly_distance_km": 0, "experience_weeks": 300, "distance_km": 6,
         "weekly_distance_km": 6, **SORE},
        ("beginner",)),
    "back, told by the longest run": Told(
        {"longest_run_28d_km": 0, "experience_weeks": 300, "distance_km": 6, **SORE},
        ("beginner",)),
    "back, told by a new count": Told(
        {"experience_weeks": 0, "distance_km": 6, **SORE},
        ("beginner",)),
    "a week on holiday": Told(
        AS_USUAL | {"weeks_since_last_run": 1, "weekly_distance_km": 8, **SORE},
        OPEN),

    # Shoes
    "zero drop after years in 10 mm": Told(
        {"shoe_type": "zero drop", "usual_shoe_drop_mm": 10, "shoe_distance_km": 0,
         "distance_km": "5 miles", "surface": "pavement", "experience_weeks": 200, **SORE},
        ("shoes",)),
    "carbon plated shoes out of the box": Told(
        {"shoe_type": "carbon plated", "shoe_distance_km": 0, "distance_km": 10,
         "session_type": "easy", "experience_weeks": 300, **SORE},
        ("shoes",)),
    "second time in toe shoes": Told(
        {"shoe_type": "toe shoes", "shoe_distance_km": "3 miles", "distance_km": "2.5 miles",
         "surface": "sidewalk", "sore_days": 2},
        ("shoes",)),
    "new Hokas": Told(
        {"shoe_type": "Hoka Clifton 9", "distance_km": "6 mi", "sore_days": 1},
        (CANNOT_TELL,)),
    "a new pair of the same drop": Told(
        AS_USUAL | {"shoe_distance_km": 0, **SORE},
        OPEN, never=("old pair",)),
    "zero drop for years": Told(
        {"shoe_type": "zero_drop", "shoe_drop_mm": 0, "usual_shoe_drop_mm": 0,
         "shoe_distance_km": 2000, "distance_km": 8, **SORE},
        OPEN),
    "first track session in new spikes": Told(
        {"session_type": "track workout", "surface": "track", "shoe_type": "spikes",
         "shoe_distance_km": 0, "distance_km": 7, "fastest_pace_min_per_km": "3:40",
         "usual_pace_min_per_km": "5:20/km", **SORE},
        ("shoes", "speed")),

    # Foot strike and stride
    "heel striker on the toes": Told(
        {"foot_strike": "on my toes", "usual_foot_strike": "heel striker", "distance_km": 7,
         "experience_weeks": 160, **SORE},
        ("foot_strike",)),
    "from heel to midfoot": Told(
        {"foot_strike": "midfoot", "usual_foot_strike": "rearfoot", "distance_km": 8, **SORE},
        ("foot_strike",)),
    "from heel to midfoot, all else as usual": Told(
        AS_USUAL | {"foot_strike": "midfoot", **SORE},
        ("foot_strike",)),
    "on the toes for life, first hilly run": Told(
        {"foot_strike": "forefoot", "usual_foot_strike": "forefoot", "terrain": "hilly",
         "usual_terrain": "flat", "distance_km": 10, **SORE},
        ("hills",), never=("back on the heel",)),
    "a coach saw overstriding and a tilted pelvis": Told(
        {"overstride": "marked", "posture": "tilted", "cadence_spm": 152, "distance_km": 10,
         "duration_min": 60, "height_cm": 182, "experience_weeks": 90, "sore_days": 1},
        ("overstriding",)),
    "longer strides than usual at the same pace": Told(
        {"cadence_spm": 156, "usual_cadence_spm": 174, "distance_km": 10, "duration_min": 55,
         "usual_pace_min_per_km": 5.5, **SORE},
        ("overstriding", *OPEN), not_against=("overstriding",)),
    "shorter, quicker strides than usual": Told(
        {"cadence_spm": 186, "usual_cadence_spm": 166, "distance_km": 10, "duration_min": 55,
         "usual_pace_min_per_km": 5.5, **SORE},
        ("foot_strike", *OPEN)),
    "slight overstride, first steep hills": Told(
        {"overstride": "slight", "terrain": "steep", "usual_terrain": "flat", "distance_km": 9,
         **SORE},
        ("hills",)),

    # Speed
    "all out on the football pitch": Told(
        {"session_type": "sprints", "distance_km": 4, "usual_pace_min_per_km": "5:30/km",
         "experience_weeks": 200, "surface": "football pitch", "usual_surface": "football pitch",
         "onset_hours": 10},
        ("speed",)),
    "fartlek, far faster than usual": Told(
        {"session_type": "fartlek", "fastest_pace_min_per_km": "3:45/km",
         "usual_pace_min_per_km": "5:30/km", "distance_km": "8km", "experience_weeks": 120, **SORE},
        ("speed",)),
    "parkrun, a best time": Told(
        {"session_type": "parkrun", "distance_km": "5k", "duration_min": "22:10",
         "usual_pace_min_per_km": "5:45/km", "longest_run_28d_km": 10, **SORE},
        ("speed",)),
    "intervals at 6:15 by an 8:00 min/km runner": Told(
        {"session_type": "intervals", "distance_km": 6, "duration_min": "48:00",
         "fastest_pace_min_per_km": "6:15/km", **SORE},
        ("speed", CANNOT_TELL), not_against=("speed",)),
    "8:00 min/km and nothing else": Told(
        {"distance_km": 6, "duration_min": "48:00", "sore_days": 1},
        (CANNOT_TELL,), not_against=("speed",)),
    "easy, at the usual pace": Told(
        {"session_type": "easy", "distance_km": 8, "duration_min": "45:00",
         "usual_pace_min_per_km": "5:36", "longest_run_28d_km": 14, "sore_days": 1},
        OPEN),

    # Soft ground
    "the beach all the way": Told(
        {"surface": "beach", "usual_surface": "tarmac", "soft_surface_fraction": 1,
         "distance_km": "3 miles", "sore_days": 2},
        ("soft_surface",)),
    "boggy fields instead of pavement": Told(
        {"surface": "boggy", "usual_surface": "pavement", "soft_surface_fraction": 1,
         "session_type": "easy", "distance_km": "4 mi", **SORE},
        ("soft_surface",)),
    "fresh snow": Told(
        {"surface": "fresh snow", "usual_surface": "asphalt", "soft_surface_fraction": 1,
         "distance_km": "6 km", **SORE},
        ("soft_surface",)),
    "the last bit on grass": Told(
        AS_USUAL | {"soft_surface_fraction": 0.1, **SORE},
        OPEN),
    "on grass as always": Told(
        AS_USUAL | {"surface": "grass", "usual_surface": "grass", "soft_surface_fraction": 1,
                    **SORE},
        OPEN),

    # Two at once
    "first hilly run in first zero drop shoes": Told(
        {"terrain": "hilly", "usual_terrain": "flat", "shoe_type": "zero drop",
         "usual_shoe_drop_mm": 10, "shoe_distance_km": 0, "distance_km": 9, **SORE},
        ("hills", "shoes")),
    "barefoot in soft sand": Told(
        {"surface": "soft sand", "usual_surface": "road", "soft_surface_fraction": 1,
         "shoe_type": "bare feet", "shoe_distance_km": 0, "distance_km": 5, "sore_days": 3},
        ("soft_surface", "shoes")),
    "first run ever, up a steep hill": Told(
        {"experience_weeks": 0, "terrain": "steep", "distance_km": 3, **SORE},
        ("beginner", "hills")),

    # Too little, or nothing out of the ordinary
    "7 km, and sore": Told({"distance_km": "7 km", **SORE}, (CANNOT_TELL,)),
    "sore, 5 of 10": Told({"severity_0_10": 5}, (CANNOT_TELL,)),
    "both calves, two days": Told({"one_leg_only": "both", "sore_days": 2}, (CANNOT_TELL,)),
    "sore after a run like all others": Told(AS_USUAL | SORE, (NONE,)),
    "sore often, and a run like all others": Told(
        AS_USUAL | {"sore_calf_runs_28d": 6, **SORE}, (NONE,)),

    # Plans, and runs that left nothing
    "7 km planned": Told({"distance_km": 7}, (CANNOT_TELL,), level=NO_SORENESS),
    "16 hilly km planned, longest 10": Told(
        {"distance_km": 16, "terrain": "hilly", "usual_terrain": "flat", "longest_run_28d_km": 10},
        ("hills", "beginner"), level=NO_SORENESS),
    "a run like all others planned": Told(AS_USUAL, OPEN, level=NO_SORENESS),

    # People for whom usual advice is wrong
    "a child of 11, first 5 km": Told(
        {"age_years": 11, "experience_weeks": 0, "distance_km": "5k", **SORE},
        ("beginner",), never=(r"heavy\s+calf\s+raises",)),
    "sprints, a calf injury this year": Told(
        {"session_type": "sprints", "calf_injury_52w": 1, "usual_pace_min_per_km": "5:30",
         "distance_km": 5, "one_leg_only": 0, **SORE},
        ("speed",), says=("injur",)),

    # Soreness that lasts, grows or is strong, and signs told beside a clear cause
    "a week at 2 of 10 after hills": Told(
        {"terrain": "hilly", "usual_terrain": "flat", "distance_km": 9, "sore_days": 7,
         "severity_0_10": 2},
        ("hills",), says=(r"day\s+10",)),
    "still growing on day 2": Told(
        {"experience_weeks": 0, "distance_km": 4, "sore_days": 2, "worsening": 1},
        ("beginner",)),
    "still growing on day 5": Told(
        {"experience_weeks": 0, "distance_km": 4, "sore_days": 5, "worsening": 1},
        ("beginner",), level=APPOINTMENT),
    "ten days": Told(
        {"terrain": "hilly", "usual_terrain": "flat", "distance_km": 9, "sore_days": 10},
        ("hills",), level=APPOINTMENT),
    "no toe raise, beside hills": Told(
        {"terrain": "hilly", "usual_terrain": "flat", "distance_km": 12, "cannot_tiptoe": "yes"},
        ("hills",), level=TODAY, never=("cannot rise onto your toes",)),
    "one swollen calf, beside hills": Told(
        {"terrain": "hilly", "usual_terrain": "flat", "distance_km": 12, "one_leg_only": "left",
         "swelling": "yes"},
        ("hills",), level=TODAY),
    "like a strain: one calf, at the 6th km, 7 of 10": Told(
        {"distance_km": 10, "one_leg_only": "right", "onset_hours": 0, "severity_0_10": 7},
        (CANNOT_TELL,), level=APPOINTMENT, says=("strain",)),
}
# fmt: on
"""Runs, to be answered by level, by cause, and in the text."""

YES = 1
# fmt: off
SIGNS = {
    # picture: (cells that raise it, level), (a near miss, its level)
    "breathless_or_chest_pain": (
        ({"sore_days": 5, "breathless_or_chest_pain": YES}, AMBULANCE),
        ({"sore_days": 5, "breathless_or_chest_pain": "no"}, SELF_CARE)),
    "confused_or_collapsed": (
        ({"session_type": "race", "confused_or_collapsed": YES}, AMBULANCE),
        ({"session_type": "race", "confused_or_collapsed": "no", "severity_0_10": 6}, SELF_CARE)),
    "sickling": (
        ({"session_type": "sprints", "sickle_cell_trait": YES, "onset_hours": 0}, AMBULANCE),
        ({"session_type": "sprints", "sickle_cell_trait": YES, "onset_hours": 20}, SELF_CARE)),
    "cold_and_numb_foot": (
        ({"cold_or_pale_foot": YES, "numbness": YES}, AMBULANCE),
        ({"cold_or_pale_foot": YES, "numbness": "no"}, EMERGENCY)),
    "cold_or_pale_foot": (
        ({"cold_or_pale_foot": YES, "sore_days": 1}, EMERGENCY),
        ({"cold_or_pale_foot": "no", "sore_days": 1}, SELF_CARE)),
    "headache_and_vomiting": (
        ({"distance_km": "marathon", "headache_and_vomiting": YES}, EMERGENCY),
        ({"distance_km": "marathon", "headache_and_vomiting": "no", "sore_days": 1}, SELF_CARE)),
    "hard_calf": (
        ({"one_leg_only": "left", "hard_calf": YES, "severity_0_10": 6}, EMERGENCY),
        ({"one_leg_only": "left", "hard_calf": "no", "severity_0_10": 4, "onset_hours": 20},
         SELF_CARE)),
    "pain_and_numbness": (
        ({"severity_0_10": "9", "numbness": YES}, EMERGENCY),
        ({"severity_0_10": "5", "numbness": YES}, TODAY)),
    "severe_and_growing": (
        ({"severity_0_10": 8, "worsening": YES, "sore_days": 1}, EMERGENCY),
        ({"severity_0_10": 7, "worsening": YES, "sore_days": 1}, SELF_CARE)),
    "severe_and_swollen": (
        ({"severity_0_10": 9, "swelling": YES, "one_leg_only": "both"}, EMERGENCY),
        ({"severity_0_10": 5, "swelling": YES, "one_leg_only": "both"}, APPOINTMENT)),
    "strain_growing": (
        ({"sharp_pain": YES, "worsening": YES, "one_leg_only": "right"}, EMERGENCY),
        ({"sharp_pain": YES, "worsening": "no", "one_leg_only": "right"}, APPOINTMENT)),
    "dark_urine": (
        ({"session_type": "hill reps", "sore_days": 2, "dark_urine": YES}, EMERGENCY),
        ({"session_type": "hill reps", "sore_days": 2, "dark_urine": "no"}, SELF_CARE)),
    "muscle_breakdown": (
        ({"swelling": YES, "one_leg_only": "both", "muscle_risk": YES}, EMERGENCY),
        ({"swelling": YES, "one_leg_only": "both", "muscle_risk": "no"}, APPOINTMENT)),
    "pop_and_no_tiptoe": (
        ({"sharp_pain": YES, "cannot_tiptoe": YES, "severity_0_10": 2}, EMERGENCY),
        ({"sharp_pain": YES, "cannot_tiptoe": "no", "severity_0_10": 2}, APPOINTMENT)),
    "crack_or_odd_shape": (
        ({"crack_or_odd_shape": YES}, EMERGENCY),
        ({"crack_or_odd_shape": "no", "sore_days": 1}, SELF_CARE)),
    "bleeding_on_thinners": (
        ({"blood_thinner": YES, "swelling": YES}, EMERGENCY),
        ({"blood_thinner": YES, "swelling": "no", "sore_days": 1}, SELF_CARE)),
    "hot_skin_and_ill": (
        ({"hot_red_skin": YES, "fever": YES}, EMERGENCY),
        ({"hot_red_skin": YES, "fever": "no"}, TODAY)),
    "numb_saddle_or_bladder": (
        ({"numb_saddle_or_bladder": YES, "numbness": YES}, EMERGENCY),
        ({"numb_saddle_or_bladder": "no", "sore_days": 2}, SELF_CARE)),
    "painful_foot_drop": (
        ({"foot_drop": YES, "severity_0_10": 6}, EMERGENCY),
        ({"foot_drop": YES, "severity_0_10": 0}, TODAY)),
    "child_ill_and_not_walking": (
        ({"age_years": 9, "fever": YES, "cannot_walk": YES}, EMERGENCY),
        ({"age_years": 9, "fever": "no", "cannot_walk": YES}, TODAY)),
    "one_leg_swollen": (
        ({"swelling": YES, "one_leg_only": "left"}, TODAY),
        ({"swelling": "no", "one_leg_only": "left", "sore_days": 1}, SELF_CARE)),
    "calf_pain_and_clot_risk": (
        ({"clot_risk": YES, "one_leg_only": "left", "sore_days": 4}, TODAY),
        ({"clot_risk": YES, "one_leg_only": "both", "sore_days": 2}, SELF_CARE)),
    "one_leg_growing": (
        ({"one_leg_only": "left", "worsening": YES, "sore_days": 3}, TODAY),
        ({"one_leg_only": "both", "worsening": YES, "sore_days": 2}, SELF_CARE)),
    "came_back": (
        ({"came_back": YES, "severity_0_10": 4}, TODAY),
        ({"came_back": "no", "severity_0_10": 4}, SELF_CARE)),
    "lasting_cramp": (
        ({"session_type": "race", "lasting_cramp": YES, "onset_hours": 0}, TODAY),
        ({"session_type": "race", "lasting_cramp": "no", "sore_days": 1}, SELF_CARE),
    ),
    "cord_or_lump": (
        ({"cord_or_lump": YES}, TODAY),
        ({"cord_or_lump": "no", "sore_days": 1}, SELF_CARE)),
    "cannot_walk": (
        ({"cannot_walk": YES, "severity_0_10": 7}, TODAY),
        ({"cannot_walk": "no", "severity_0_10": 7}, SELF_CARE)),
    "cannot_tiptoe": (
        ({"cannot_tiptoe": YES}, TODAY),
        ({"cannot_tiptoe": "no", "sore_days": 1}, SELF_CARE)),
    "severe": (
        ({"severity_0_10": 8, "sore_days": 1}, TODAY),
        ({"severity_0_10": 7, "sore_days": 2}, SELF_CARE)),
    "numbness": (
        ({"numbness": YES, "severity_0_10": 3}, TODAY),
        ({"numbness": "no", "severity_0_10": 3}, SELF_CARE)),
    "foot_drop": (
        ({"foot_drop": YES}, TODAY),
        ({"foot_drop": "no", "sore_days": 1}, SELF_CARE)),
    "hot_red_skin": (
        ({"hot_red_skin": YES}, TODAY),
        ({"hot_red_skin": "no", "sore_days": 1}, SELF_CARE)),
    "fever": (
        ({"fever": YES, "sore_days": 1}, TODAY),
        ({"fever": "no", "sore_days": 1}, SELF_CARE)),
    "strain_on_thinners": (
        ({"blood_thinner": YES, "sharp_pain": YES}, TODAY),
        ({"blood_thinner": YES, "one_leg_only": "both", "sore_days": 2}, SELF_CARE)),
    "tendon_antibiotic": (
        ({"tendon_antibiotic": YES, "sore_days": 2}, TODAY),
        ({"tendon_antibiotic": "no", "sore_days": 2}, SELF_CARE)),
    "child": (
        ({"age_years": 15, "pain_at_night": YES, "sore_days": 5}, TODAY),
        ({"age_years": 12, "sore_days": 2, "severity_0_10": 3, "cannot_walk": "no"}, SELF_CARE)),
    "poor_circulation": (
        ({"age_years": 62, "tight_at_same_point": YES, "pain_at_night": YES}, TODAY),
        ({"age_years": 62, "tight_at_same_point": YES, "pain_at_night": "no"}, APPOINTMENT)),
    "swelling": (
        ({"swelling": YES}, TODAY),
        ({"swelling": "no", "severity_0_10": 4}, SELF_CARE)),
    "both_swollen": (
        ({"swelling": YES, "one_leg_only": "both"}, APPOINTMENT),
        ({"swelling": "no", "one_leg_only": "both", "sore_days": 2}, SELF_CARE)),
    "sharp_pain": (
        ({"sharp_pain": YES, "one_leg_only": "left", "onset_hours": 0}, APPOINTMENT),
        ({"sharp_pain": YES, "one_leg_only": "left", "onset_hours": 0, "severity_0_10": 3,
          "sore_days": 2, "worsening": "no", "cannot_tiptoe": "no"}, SELF_CARE)),
    "one_leg_strain": (
        ({"one_leg_only": "right", "severity_0_10": 5}, APPOINTMENT),
        ({"one_leg_only": "right", "severity_0_10": 3, "onset_hours": 20, "sore_days": 2},
         SELF_CARE)),
    "growing": (
        ({"worsening": YES, "sore_days": 4, "one_leg_only": "both"}, APPOINTMENT),
        ({"worsening": YES, "sore_days": 1, "one_leg_only": "both"}, SELF_CARE)),
    "tight_at_same_point": (
        ({"tight_at_same_point": YES}, APPOINTMENT),
        ({"tight_at_same_point": "no", "sore_days": 1}, SELF_CARE)),
    "bone_spot": (
        ({"bone_spot": YES, "age_years": 30}, APPOINTMENT),
        ({"bone_spot": "no", "sore_days": 4, "severity_0_10": 3}, SELF_CARE)),
    "lasting": (
        ({"sore_days": "10 days", "severity_0_10": 2}, APPOINTMENT),
        ({"sore_days": "9 days", "severity_0_10": 2}, SELF_CARE)),
    "overdue": (
        ({"sore_days": 7, "severity_0_10": 5}, APPOINTMENT),
        ({"sore_days": 7, "severity_0_10": 2}, SELF_CARE)),
}
# fmt: on
"""Each picture of signs as somebody would tell it, and a near miss, which differs in little."""
