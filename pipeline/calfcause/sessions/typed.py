"""A session as a typed dict, with the words of each column. Made by tests/typed_session.py."""

from datetime import datetime
from typing import Literal, TypedDict

Flag = bool | Literal[0, 1]
SessionType = Literal["easy", "long", "tempo", "intervals", "sprints", "hill_repeats", "race"]
LongerThanUsual = Literal["no", "little", "much"]
Terrain = Literal["flat", "rolling", "hilly", "steep"]
Surface = Literal["road", "track", "treadmill", "trail", "grass", "sand", "mud", "snow"]
FootStrike = Literal["rearfoot", "midfoot", "forefoot"]
Overstride = Literal["none", "mild", "marked"]
Posture = Literal["upright", "tilted"]
StrideChange = Literal["none", "longer", "shorter"]
ShoeType = Literal["standard", "minimalist", "zero_drop", "racing_flat", "track_spikes", "barefoot"]
ShoeChange = Literal["none", "same_model_new", "other_model", "worn_out", "inserts"]


class Session(TypedDict, total=False):
    """One run, for type checkers: annotate a dict with it.

    Every key may be left out, and every cell may be None. The doors read more than this names:
    numbers in text, other units, synonyms.

    Examples
    --------
    >>> from calfcause import Predictor, Session
    >>> run: Session = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat"}
    >>> Predictor.load().predict_one(run)["primary_cause"]
    'hills'
    """

    session_id: str | None
    runner_id: str | None
    start_time: str | datetime | None
    experience_weeks: float | None  # 0 to 4000 weeks
    weeks_since_last_run: float | None  # 0 to 1040 weeks
    height_cm: float | None  # 120 to 230 cm
    weekly_distance_km: float | None  # 0 to 400 km
    usual_weekly_distance_km: float | None  # 0 to 400 km
    longest_run_28d_km: float | None  # 0 to 500 km
    sore_calf_runs_28d: float | None  # 0 to 60 runs
    calf_injury_52w: Flag | None
    other_calf_load: Flag | None
    session_type: SessionType | None
    distance_km: float | None  # 0 to 500 km
    longer_than_usual: LongerThanUsual | None
    duration_min: float | None  # 0 to 6000 min
    elevation_gain_m: float | None  # 0 to 20000 m
    elevation_loss_m: float | None  # 0 to 20000 m
    max_grade_pct: float | None  # 0 to 100 %
    terrain: Terrain | None
    surface: Surface | None
    soft_surface_fraction: float | None  # 0 to 1
    fastest_pace_min_per_km: float | None  # 1.5 to 20 min/km
    faster_than_usual: LongerThanUsual | None
    cadence_spm: float | None  # 100 to 260 steps/min
    foot_strike: FootStrike | None
    overstride: Overstride | None
    posture: Posture | None
    stride_change: StrideChange | None
    usual_pace_min_per_km: float | None  # 1.5 to 20 min/km
    usual_climb_m_per_km: float | None  # 0 to 300 m/km
    usual_terrain: Terrain | None
    usual_surface: Surface | None
    usual_cadence_spm: float | None  # 100 to 260 steps/min
    usual_foot_strike: FootStrike | None
    usual_shoe_drop_mm: float | None  # -10 to 30 mm
    shoe_type: ShoeType | None
    shoe_drop_mm: float | None  # -10 to 30 mm
    shoe_distance_km: float | None  # 0 to 10000 km
    shoe_change: ShoeChange | None
    onset_hours: float | None  # 0 to 168 h
    sore_days: float | None  # 0 to 365 days
    severity_0_10: float | None  # 0 to 10
    sharp_pain: Flag | None
    one_leg_only: Flag | None
    swelling: Flag | None
    worsening: Flag | None
    numbness: Flag | None
    tight_at_same_point: Flag | None
    cannot_tiptoe: Flag | None
    breathless_or_chest_pain: Flag | None
    confused_or_collapsed: Flag | None
    headache_and_vomiting: Flag | None
    cold_or_pale_foot: Flag | None
    foot_drop: Flag | None
    numb_saddle_or_bladder: Flag | None
    hard_calf: Flag | None
    dark_urine: Flag | None
    fever: Flag | None
    hot_red_skin: Flag | None
    cannot_walk: Flag | None
    crack_or_odd_shape: Flag | None
    came_back: Flag | None
    lasting_cramp: Flag | None
    cord_or_lump: Flag | None
    bone_spot: Flag | None
    pain_at_night: Flag | None
    tendon_antibiotic: Flag | None
    clot_risk: Flag | None
    blood_thinner: Flag | None
    sickle_cell_trait: Flag | None
    muscle_risk: Flag | None
    age_years: float | None  # 5 to 110 years
    sore_calves: Flag | None
    source_file: str | None
    title: str | None
    shoe: str | None
    guessed: str | None
