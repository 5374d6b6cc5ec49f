"""Twelve typical sessions whose answers are kept as text, to be read by eye when they change."""

TYPICAL = {
    "first_run": {"experience_weeks": 0, "distance_km": 4, "terrain": "flat", "sore_days": 2},
    "too_long": {
        "experience_weeks": 150, "distance_km": 21.1, "longest_run_28d_km": 9, "duration_min": 125,
        "weekly_distance_km": 38, "usual_weekly_distance_km": 24, "onset_hours": 18,
    },
    "hilly_holiday": {
        "distance_km": 14, "elevation_gain_m": 620, "elevation_loss_m": 615, "terrain": "hilly",
        "usual_climb_m_per_km": 6, "usual_terrain": "flat", "experience_weeks": 300,
        "longest_run_28d_km": 15, "severity_0_10": 5, "onset_hours": 24, "sore_days": 2,
    },
    "zero_drop_switch": {
        "shoe_type": "zero_drop", "shoe_drop_mm": 0, "usual_shoe_drop_mm": 10,
        "shoe_distance_km": 6, "distance_km": 8, "experience_weeks": 200,
    },
    "beach_run": {
        "surface": "sand", "soft_surface_fraction": 0.9, "usual_surface": "road",
        "shoe_type": "barefoot", "shoe_distance_km": 0, "distance_km": 6, "sore_days": 3,
    },
    "first_track_session": {
        "session_type": "intervals", "surface": "track", "fastest_pace_min_per_km": 3.6,
        "usual_pace_min_per_km": 5.3, "distance_km": 8, "shoe_type": "track_spikes",
        "experience_weeks": 120,
    },
    "marathon": {
        "session_type": "race", "distance_km": 42.2, "duration_min": 225,
        "usual_pace_min_per_km": 5.6, "longest_run_28d_km": 30, "experience_weeks": 250,
        "severity_0_10": 6, "onset_hours": 6, "sore_days": 3,
    },
    "overstrider": {
        "cadence_spm": 152, "distance_km": 10, "duration_min": 60, "height_cm": 182,
        "overstride": "marked", "posture": "tilted", "experience_weeks": 90,
    },
    "new_forefoot": {
        "foot_strike": "forefoot", "usual_foot_strike": "rearfoot", "distance_km": 7,
        "experience_weeks": 160, "shoe_type": "standard", "shoe_distance_km": 350,
    },
    "often_sore": {
        "distance_km": 8, "sore_calf_runs_28d": 5, "experience_weeks": 80, "session_type": "easy",
        "terrain": "rolling", "usual_terrain": "rolling", "severity_0_10": 3,
    },
    "hardly_anything": {"distance_km": 7},
    "swollen_leg": {
        "distance_km": 12, "terrain": "hilly", "usual_terrain": "flat", "one_leg_only": 1,
        "swelling": 1, "severity_0_10": 8, "worsening": 1, "cannot_tiptoe": 1,
    },
}  # fmt: skip
