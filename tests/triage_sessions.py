"""Sessions as runners would give them, with the level that each should get.

Every picture, every pair of signs that raises a level, near misses, alarms and ordinary soreness.
"""

AMBULANCE, EMERGENCY, TODAY, APPOINTMENT, SELF_CARE = (
    "ambulance", "emergency department", "doctor within 24 hours", "appointment", "self-care",
)  # fmt: skip

# Each picture by every single sign or pair that raises it: cells, level, name of the picture.
# fmt: off
PICTURES = [
    ({"breathless_or_chest_pain": 1}, AMBULANCE, "breathless_or_chest_pain"),
    ({"confused_or_collapsed": 1}, AMBULANCE, "confused_or_collapsed"),
    ({"sickle_cell_trait": 1, "onset_hours": 0}, AMBULANCE, "sickling"),
    ({"sickle_cell_trait": 1, "numbness": 1}, AMBULANCE, "sickling"),
    ({"sickle_cell_trait": 1, "cannot_walk": 1}, AMBULANCE, "sickling"),
    ({"sickle_cell_trait": 1, "severity_0_10": 8}, AMBULANCE, "sickling"),
    ({"cold_or_pale_foot": 1, "numbness": 1}, AMBULANCE, "cold_and_numb_foot"),
    ({"cold_or_pale_foot": 1, "foot_drop": 1}, AMBULANCE, "cold_and_numb_foot"),
    ({"cold_or_pale_foot": 1, "cannot_walk": 1}, AMBULANCE, "cold_and_numb_foot"),
    ({"cold_or_pale_foot": 1}, EMERGENCY, "cold_or_pale_foot"),
    ({"headache_and_vomiting": 1}, EMERGENCY, "headache_and_vomiting"),
    ({"hard_calf": 1}, EMERGENCY, "hard_calf"),
    ({"severity_0_10": 8, "numbness": 1}, EMERGENCY, "pain_and_numbness"),
    ({"worsening": 1, "numbness": 1}, EMERGENCY, "pain_and_numbness"),
    ({"severity_0_10": 9, "foot_drop": 1}, EMERGENCY, "pain_and_numbness"),
    ({"severity_0_10": 8, "worsening": 1}, EMERGENCY, "severe_and_growing"),
    ({"severity_0_10": 8, "swelling": 1}, EMERGENCY, "severe_and_swollen"),
    ({"sharp_pain": 1, "worsening": 1}, EMERGENCY, "strain_growing"),
    ({"dark_urine": 1}, EMERGENCY, "dark_urine"),
    ({"swelling": 1, "fever": 1}, EMERGENCY, "muscle_breakdown"),
    ({"swelling": 1, "muscle_risk": 1}, EMERGENCY, "muscle_breakdown"),
    ({"numbness": 1, "fever": 1}, EMERGENCY, "muscle_breakdown"),
    ({"numbness": 1, "muscle_risk": 1}, EMERGENCY, "muscle_breakdown"),
    ({"severity_0_10": 8, "fever": 1}, EMERGENCY, "muscle_breakdown"),
    ({"severity_0_10": 8, "muscle_risk": 1}, EMERGENCY, "muscle_breakdown"),
    ({"fever": 1, "muscle_risk": 1}, EMERGENCY, "muscle_breakdown"),
    ({"sharp_pain": 1, "cannot_tiptoe": 1}, EMERGENCY, "pop_and_no_tiptoe"),
    ({"crack_or_odd_shape": 1}, EMERGENCY, "crack_or_odd_shape"),
    ({"blood_thinner": 1, "worsening": 1}, EMERGENCY, "bleeding_on_thinners"),
    ({"blood_thinner": 1, "swelling": 1}, EMERGENCY, "bleeding_on_thinners"),
    ({"blood_thinner": 1, "hot_red_skin": 1}, EMERGENCY, "bleeding_on_thinners"),
    ({"hot_red_skin": 1, "fever": 1}, EMERGENCY, "hot_skin_and_ill"),
    ({"hot_red_skin": 1, "worsening": 1}, EMERGENCY, "hot_skin_and_ill"),
    ({"hot_red_skin": 1, "severity_0_10": 8}, EMERGENCY, "hot_skin_and_ill"),
    ({"numb_saddle_or_bladder": 1}, EMERGENCY, "numb_saddle_or_bladder"),
    ({"foot_drop": 1, "severity_0_10": 2}, EMERGENCY, "painful_foot_drop"),
    ({"foot_drop": 1, "sore_days": 1}, EMERGENCY, "painful_foot_drop"),
    ({"foot_drop": 1, "onset_hours": 5}, EMERGENCY, "painful_foot_drop"),
    ({"foot_drop": 1, "swelling": 1}, EMERGENCY, "painful_foot_drop"),
    ({"foot_drop": 1, "worsening": 1}, EMERGENCY, "painful_foot_drop"),
    ({"foot_drop": 1, "sharp_pain": 1}, EMERGENCY, "painful_foot_drop"),
    ({"age_years": 9, "fever": 1, "cannot_walk": 1}, EMERGENCY, "child_ill_and_not_walking"),
    ({"swelling": 1, "one_leg_only": 1}, TODAY, "one_leg_swollen"),
    ({"clot_risk": 1, "one_leg_only": 1}, TODAY, "calf_pain_and_clot_risk"),
    ({"clot_risk": 1, "swelling": 1}, TODAY, "calf_pain_and_clot_risk"),
    ({"clot_risk": 1, "worsening": 1}, TODAY, "calf_pain_and_clot_risk"),
    ({"clot_risk": 1, "sore_days": 5}, TODAY, "calf_pain_and_clot_risk"),
    ({"one_leg_only": 1, "worsening": 1, "sore_days": 3}, TODAY, "one_leg_growing"),
    ({"one_leg_only": 1, "worsening": 1, "onset_hours": 0}, TODAY, "one_leg_growing"),
    ({"came_back": 1}, TODAY, "came_back"),
    ({"lasting_cramp": 1}, TODAY, "lasting_cramp"),
    ({"cord_or_lump": 1}, TODAY, "cord_or_lump"),
    ({"cannot_walk": 1}, TODAY, "cannot_walk"),
    ({"cannot_tiptoe": 1}, TODAY, "cannot_tiptoe"),
    ({"severity_0_10": 8}, TODAY, "severe"),
    ({"numbness": 1}, TODAY, "numbness"),
    ({"foot_drop": 1}, TODAY, "foot_drop"),
    ({"hot_red_skin": 1}, TODAY, "hot_red_skin"),
    ({"fever": 1}, TODAY, "fever"),
    ({"blood_thinner": 1, "sharp_pain": 1}, TODAY, "strain_on_thinners"),
    ({"blood_thinner": 1, "one_leg_only": 1}, TODAY, "strain_on_thinners"),
    ({"blood_thinner": 1, "sore_days": 3}, TODAY, "strain_on_thinners"),
    ({"tendon_antibiotic": 1}, TODAY, "tendon_antibiotic"),
    ({"age_years": 17, "cannot_walk": 1}, TODAY, "child"),
    ({"age_years": 12, "fever": 1}, TODAY, "child"),
    ({"age_years": 15, "pain_at_night": 1}, TODAY, "child"),
    ({"age_years": 10, "swelling": 1}, TODAY, "child"),
    ({"age_years": 50, "tight_at_same_point": 1, "pain_at_night": 1}, TODAY, "poor_circulation"),
    ({"swelling": 1}, TODAY, "swelling"),
    ({"swelling": 1, "one_leg_only": 0}, APPOINTMENT, "both_swollen"),
    ({"sharp_pain": 1}, APPOINTMENT, "sharp_pain"),
    ({"one_leg_only": 1, "severity_0_10": 5}, APPOINTMENT, "one_leg_strain"),
    ({"one_leg_only": 1, "onset_hours": 0}, APPOINTMENT, "one_leg_strain"),
    ({"one_leg_only": 1, "calf_injury_52w": 1}, APPOINTMENT, "one_leg_strain"),
    ({"one_leg_only": 1, "sore_days": 3.5}, APPOINTMENT, "one_leg_strain"),
    ({"worsening": 1}, APPOINTMENT, "growing"),
    ({"worsening": 1, "sore_days": 3, "severity_0_10": 4}, APPOINTMENT, "growing"),
    ({"tight_at_same_point": 1}, APPOINTMENT, "tight_at_same_point"),
    ({"bone_spot": 1}, APPOINTMENT, "bone_spot"),
    ({"sore_days": 10}, APPOINTMENT, "lasting"),
    ({"sore_days": 10, "severity_0_10": 2}, APPOINTMENT, "lasting"),
    ({"sore_days": 7}, APPOINTMENT, "overdue"),
    ({"sore_days": 8, "severity_0_10": 4}, APPOINTMENT, "overdue"),
]

EASING = {"worsening": 0, "cannot_tiptoe": 0}
NEAR_MISSES = {
    "both calves sore on stairs 36 hours after first hill repeats, urine light":
        {"session_type": "hill_repeats", "onset_hours": 20, "sore_days": 1.5, "severity_0_10": 5,
         "one_leg_only": 0, "dark_urine": 0},
    "cramp at km 38 that a stretch ended in 3 minutes, sore until next morning":
        {"distance_km": 42.2, "onset_hours": 0, "sore_days": 1, "severity_0_10": 4,
         "one_leg_only": 1, "sharp_pain": 1, "lasting_cramp": 0, **EASING},
    "small pull at 30 minutes, can walk, spot easing on day 2, calves equal":
        {"onset_hours": 0, "sore_days": 2, "severity_0_10": 3, "one_leg_only": 1, "sharp_pain": 1,
         "swelling": 0, "cannot_walk": 0, **EASING},
    "tight calves after new low-drop shoes, gone in 2 days":
        {"shoe_drop_mm": 2, "usual_shoe_drop_mm": 10, "sore_days": 2, "one_leg_only": 0},
    "stiff Achilles in the first steps, warms up, heel raise fine":
        {"sore_days": 5, "severity_0_10": 3, "one_leg_only": 0, **EASING},
    "sore inner shin over 10 cm, no night pain, fades after 1 km":
        {"sore_days": 4, "severity_0_10": 3, "one_leg_only": 0, "bone_spot": 0, "pain_at_night": 0},
    "dark yellow morning urine that turns pale after a drink":
        {"sore_days": 1, "severity_0_10": 4, "dark_urine": 0},
    "7 of 10 going down stairs at 48 hours, nothing at rest, both thighs and calves":
        {"sore_days": 2, "severity_0_10": 7, "one_leg_only": 0, "worsening": 0},
    "calf 0.8 cm thicker on the kicking side, painless, always so":
        {"sore_days": 1, "severity_0_10": 2, "swelling": 0},
    "bruise sliding to the ankle on day 4 after a tear, pain falling, calves equal":
        {"sharp_pain": 1, "one_leg_only": 1, "onset_hours": 0, "sore_days": 4, "severity_0_10": 3,
         "swelling": 0, **EASING},
    "heel pain in a 12-year-old after football, no limp at rest, no fever":
        {"age_years": 12, "sore_days": 2, "severity_0_10": 3, "cannot_walk": 0, "fever": 0},
    "one cramp at night, gone, a normal day after":
        {"pain_at_night": 1, "sore_days": 1, "severity_0_10": 3, "tight_at_same_point": 0},
    "pins and needles under a tight lace, gone when loosened":
        {"numbness": 0, "sore_days": 1},
    "40 years old, calf tight in the first minutes, eases, foot unchanged":
        {"age_years": 40, "tight_at_same_point": 0, "cold_or_pale_foot": 0, "severity_0_10": 3},
    "tired heavy legs the day after a marathon, feet warm, urine normal":
        {"distance_km": 42.2, "sore_days": 1, "severity_0_10": 6, "one_leg_only": 0,
         "cold_or_pale_foot": 0, "dark_urine": 0},
}

ALARMS = [
    ("sore for 5 days after a race, today breathless on stairs", AMBULANCE,
     {"session_type": "race", "sore_days": 5, "breathless_or_chest_pain": 1}),
    ("found confused at the finish in mild weather", AMBULANCE,
     {"session_type": "race", "confused_or_collapsed": 1}),
    ("drank 6 litres in a marathon, vomiting, odd talk", AMBULANCE,
     {"distance_km": 42.2, "headache_and_vomiting": 1, "confused_or_collapsed": 1}),
    ("sickle cell trait, legs gave up after two sprints, awake on the floor", AMBULANCE,
     {"session_type": "sprints", "sickle_cell_trait": 1, "confused_or_collapsed": 1}),
    ("sudden calf pain, foot white and numb, 62 years old", AMBULANCE,
     {"age_years": 62, "sharp_pain": 1, "cold_or_pale_foot": 1, "numbness": 1}),
    ("calf pull this morning, now 10 of 10, hard as wood, sole tingling, foot warm", EMERGENCY,
     {"sharp_pain": 1, "severity_0_10": 10, "hard_calf": 1, "numbness": 1, "cold_or_pale_foot": 0}),
    ("mid-calf ache after a dash, within hours a numb sole", EMERGENCY,
     {"onset_hours": 0, "severity_0_10": 5, "worsening": 1, "numbness": 1}),
    ("urine like cola two days after a first hill session", EMERGENCY,
     {"session_type": "hill_repeats", "sore_days": 2, "dark_urine": 1}),
    ("legs swollen and too weak for stairs, fever on the day of the run", EMERGENCY,
     {"one_leg_only": 0, "swelling": 1, "numbness": 1, "fever": 1, "dark_urine": 0}),
    ("the same without fever or any risk", TODAY,
     {"one_leg_only": 0, "swelling": 1, "numbness": 1, "fever": 0, "muscle_risk": 0,
      "dark_urine": 0}),
    ("as if kicked in the heel, walks flat, no tiptoe", EMERGENCY,
     {"sharp_pain": 1, "cannot_tiptoe": 1, "cannot_walk": 0, "severity_0_10": 2}),
    ("calf 4 cm thicker, no injury, flew 9 hours last week", TODAY,
     {"swelling": 1, "one_leg_only": 1, "clot_risk": 1, "sharp_pain": 0}),
    ("on the pill, one calf aching for 4 days without injury, not swollen", TODAY,
     {"clot_risk": 1, "one_leg_only": 1, "sore_days": 4, "swelling": 0, "sharp_pain": 0}),
    ("strain much better on day 3, back in week 4", TODAY,
     {"sharp_pain": 1, "came_back": 1, "severity_0_10": 4}),
    ("fullness behind the knee for months, now the calf is suddenly fat", TODAY,
     {"swelling": 1, "one_leg_only": 1}),
    ("hot red patch spreading round a blister, no fever", TODAY,
     {"hot_red_skin": 1, "fever": 0}),
    ("the same patch, 38.8 degrees, shaking", EMERGENCY, {"hot_red_skin": 1, "fever": 1}),
    ("small scratch, unbearable pain, grey blotches", EMERGENCY,
     {"hot_red_skin": 1, "severity_0_10": 10}),
    ("both calves tingling after a long run, numb when wiping", EMERGENCY,
     {"one_leg_only": 0, "numbness": 1, "numb_saddle_or_bladder": 1}),
    ("foot slaps, shin hard after two matches", EMERGENCY, {"foot_drop": 1, "hard_calf": 1}),
    ("on warfarin, calf growing by the hour after a knock", EMERGENCY,
     {"blood_thinner": 1, "swelling": 1, "worsening": 1}),
    ("ciprofloxacin 10 days ago, both Achilles tendons hurt", TODAY,
     {"tendon_antibiotic": 1, "one_leg_only": 0}),
    ("child of 7, both calves, walks on tiptoe after flu, well", TODAY,
     {"age_years": 7, "one_leg_only": 0, "cannot_walk": 1, "fever": 0}),
    ("15 years old, bone pain in the shin for 3 weeks, wakes at night", TODAY,
     {"age_years": 15, "sore_days": 21, "bone_spot": 1, "pain_at_night": 1}),
    ("fingertip-sore spot on the shin, hurts in bed and on hopping", APPOINTMENT,
     {"age_years": 30, "bone_spot": 1, "pain_at_night": 1}),
]

ORDINARY = [
    {"sore_days": 7, "severity_0_10": 2},
    {"sore_days": 9, "severity_0_10": 3, "worsening": 0},
    {"worsening": 1, "sore_days": 1},
    {"worsening": 1, "sore_days": 2, "severity_0_10": 6},
    {"one_leg_only": 1, "sore_days": 2, "severity_0_10": 3, "onset_hours": 20},
    {"severity_0_10": 7.9, "sore_days": 1},
    {"sore_days": 6.9, "onset_hours": 20},
    {"onset_hours": 14},
]
# What was not given, or is no soreness: nothing to judge.
NOTHING = [
    {},
    {"distance_km": 8},
    {"severity_0_10": 1, "sore_days": 1},
    {"sharp_pain": 0, "swelling": 0, "severity_0_10": 0},
    {"sharp_pain": None, "swelling": None, "severity_0_10": None},
    {"clot_risk": 1, "blood_thinner": 1, "age_years": 60, "muscle_risk": 1, "calf_injury_52w": 1},
]
# fmt: on
