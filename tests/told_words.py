"""Sentences as runners write them, with the cells they tell; made up for these tests.

``MAY`` are cells that follow without being said: right if they are read, and if they are not.
"""

SENTENCES = {
    # A day before a distance tells when this run was, unless another one follows
    "yesterday I ran 8 km": {"distance_km": 8},
    "yesterday 8km fartlek": {"distance_km": 8, "session_type": "intervals"},
    "ran 8 km yesterday, today my calves are sore": {"distance_km": 8},
    "yesterday 20 km, today 5 km": {"distance_km": 5},
    "on Sunday I did 16k on grass": {"distance_km": 16, "surface": "grass"},
    "didn't run last month, 10k yesterday": {"distance_km": 10, "weeks_since_last_run": 4},
    "two days ago I ran 12k": {"distance_km": 12},
    "3 months off with a torn achilles": {"calf_injury_52w": 1},
    "shoes were the same as always, 8k": {"shoe_change": "none", "distance_km": 8},
    "8 km, some of it hills": {"distance_km": 8},
    "started stretching 2 weeks ago, did 6k": {"distance_km": 6},
    "sore since the 16k on Sunday": {"distance_km": 16},
    "sore since the 5k mark, ran 12k": {"onset_hours": 0, "distance_km": 12},
    # Being new to it, and not
    "I'm not new to running, 10 years, 8k hilly": {
        "experience_weeks": 520, "distance_km": 8, "terrain": "hilly",
    },
    "I'm not a beginner runner, 10k": {"distance_km": 10},
    "I'm a new runner, 5k": {"experience_weeks": 0, "distance_km": 5},
    "new runner here": {"experience_weeks": 0},
    "my new runners, 5k": {"distance_km": 5, "shoe_change": "other_model"},
    # Beside a pace a clock time is a pace
    "10 miles at 7:30 pace, usually 8:45": {
        "distance_km": 16.09, "duration_min": 75, "fastest_pace_min_per_km": 4.66,
        "usual_pace_min_per_km": 5.44,
    },
    "usually 8:45 pace, today 7:30 pace": {
        "usual_pace_min_per_km": 8.75, "fastest_pace_min_per_km": 7.5,
    },
    "8 km in 40 min, usually 55 min": {"distance_km": 8, "duration_min": 40},
    "10k in about 6 min/km": {"distance_km": 10, "duration_min": 60},
    "usually run on roads around 6 min/km": {
        "usual_surface": "road", "usual_pace_min_per_km": 6,
    },
    "5' 30\" pace for 12k": {"distance_km": 12, "duration_min": 66},
    # How long they were sore
    "calves sore for two days, running for a couple of weeks": {
        "sore_days": 2, "experience_weeks": 2,
    },
    "hurt on the jog home and calves stayed sore for four days": {
        "sore_days": 4, "onset_hours": 0,
    },
    "my calves hurt, it's day 4 now": {"sore_days": 4},
    "day 2 of the plan": {},
    "two days later the calf tightened again": {
        "sore_days": 2, "onset_hours": 48, "came_back": 1,
    },
    "a week on I'm limping": {"sore_days": 7},
    "two runs ago my calf had been tight for 3 weeks": {},
    "after four days it is still sore": {"sore_days": 4},
    "calves sore all week": {"sore_days": 7},
    "needed a calf massage, 10 days off and still sore": {"sore_days": 10},
    "such calf pain that I couldn't run for a week": {"sore_days": 7},
    "calves stayed like that, two days on": {"sore_days": 2},
    "the calf was sore for a few days": {"sore_days": 3},
    "a few days later my calf was sore": {},
    "for the next three mornings my calves were sore": {"sore_days": 3},
    # Where it ended, and what only seems a distance of it
    "10k race, dnf after 3 km": {"distance_km": 3, "session_type": "race"},
    "8 km, at 5 km I had to stop to stretch": {"distance_km": 8, "onset_hours": 0},
    "at 5 km I had to stop": {"distance_km": 5, "onset_hours": 0},
    "12 mile run planned, only lasted 4 miles": {"distance_km": 6.44},
    "biggest month ever, 142 miles, then a 10 km": {"distance_km": 10},
    "8 miles, only 40 miles in all of January": {"distance_km": 12.87},
    "4 miles in 32:15, four days after the marathon": {
        "distance_km": 6.44, "duration_min": 32.25,
    },
    "5 km run in 22:23": {"distance_km": 5, "duration_min": 22.38},
    "8 mile pace run": {"distance_km": 12.87, "session_type": "tempo"},
    "second 5 km in my new FiveFingers": {
        "distance_km": 5, "shoe_distance_km": 5, "shoe_type": "minimalist",
        "shoe_change": "other_model",
    },
    "8 mm offset, the old ones had 12": {"shoe_drop_mm": 8, "usual_shoe_drop_mm": 12},
    # Breaks before the run, and rests after it
    "calf was so tight I took 4 days off": {"sore_days": 4},
    "back after 4 weeks without running, 8 km": {"weeks_since_last_run": 4, "distance_km": 8},
    "first run since July, some five months, 30 min": {
        "weeks_since_last_run": 22, "duration_min": 30, "experience_weeks": 0,
    },
    "back at it since January after a year off": {},
    # Since when somebody runs
    "c25k week 2 day 1": {"experience_weeks": 1, "session_type": "easy"},
    "six months after taking up running": {"experience_weeks": 26},
    "after 6 months of trouble-free running": {"experience_weeks": 26},
    "tried pose running for 2 months": {"foot_strike": "forefoot"},
    "three weeks into my run every day plan": {"experience_weeks": 3},
    "67, ran 30 min": {"age_years": 67, "duration_min": 30},
    "hobbling like a 90 year old": {},
    "5 km three times a week": {
        "usual_weekly_distance_km": 15, "longest_run_28d_km": 5, "distance_km": 5,
        "longer_than_usual": "no",
    },
    # The longest so far is of the runs before
    "my longest so far is 12 km. Yesterday I ran 8 km": {
        "longest_run_28d_km": 12, "distance_km": 8, "longer_than_usual": "no",
    },
    "tomorrow I want to run 20 km on hills, longest so far is 12 km": {"longest_run_28d_km": 12},
    # Of a week, not of a run
    "usually run about 25 k. This week I did 45k": {
        "usual_weekly_distance_km": 25, "weekly_distance_km": 45,
    },
    "usually run 3 times a week about 25 k. This week I did 45k": {
        "usual_weekly_distance_km": 25, "weekly_distance_km": 45,
    },
    "usually run 25 k a week, this week 45k": {
        "usual_weekly_distance_km": 25, "weekly_distance_km": 45,
    },
    # Only the run that left them sore
    "my calves weren't sore after the 10k, but after the 12k with hills they were": {
        "distance_km": 12, "terrain": "hilly",
    },
    "Monday 5k easy, Wednesday 10k tempo, Saturday 21k long run with hills and then sore calves": {
        "distance_km": 21, "session_type": "long", "terrain": "hilly",
    },
    "my calves were fine after 5k, sore after 10k": {"distance_km": 10},
    "Monday 5k flat, Wednesday 10k on grass": {},
    "in new shoes, Monday 5k flat, calves sore. Wednesday 8k hilly": {
        "shoe_change": "other_model", "distance_km": 5, "terrain": "flat",
    },
    "Saturday 10k on trails, sore since Sunday, usually run 5 km": {
        "distance_km": 10, "surface": "trail", "longer_than_usual": "much",
    },
    "Ran 40 minutes yesterday; today 20 minutes": {"duration_min": 20},
    "somewhere between 8 and 10 km": {"distance_km": 9},
    "woke up at 3am with a cramp in my calf, 15k": {"distance_km": 15},
    # Ground, form and shoes
    "10k uphill": {"distance_km": 10, "terrain": "hilly"},
    "uphill sprints": {"session_type": "hill_repeats"},
    "I never run hills, 8k": {"usual_terrain": "flat", "distance_km": 8},
    "I usually don't run hills": {"usual_terrain": "flat"},
    "10k flat yesterday": {"distance_km": 10, "terrain": "flat"},
    "roads, flat. 8k": {"surface": "road", "terrain": "flat", "distance_km": 8},
    "My physio says I overstride and my hips tilt forward": {
        "overstride": "marked", "posture": "tilted",
    },
    "do I overstride?": {},
    "first run in zero drops!!! 3k": {
        "shoe_distance_km": 0, "shoe_type": "zero_drop", "distance_km": 3,
    },
    "switched to Vivobarefoot 2 weeks ago, did 6k": {
        "shoe_change": "other_model", "shoe_type": "minimalist", "distance_km": 6,
    },
    "first run in my Xero shoes": {
        "shoe_change": "other_model", "shoe_type": "minimalist", "shoe_distance_km": 0,
    },
    "my usual asics with 600k on them": {"shoe_distance_km": 600},
    "Im 55, 8k": {"age_years": 55, "distance_km": 8},
    "torn achilles 4 months ago": {"calf_injury_52w": 1},
    # Soreness that is denied, and what changed
    "after 10 k, not sore": {"distance_km": 10},
    "calves not sore the next morning": {},
    "calves not sore until the next morning": {"onset_hours": 16},
    "thinking of buying different shoes": {},
    "first run in new insoles": {"shoe_change": "inserts"},
    "I ran with longer strides today": {"stride_change": "longer"},
    # Whose run it is
    "normally I do hills, today was dead flat": {"usual_terrain": "hilly", "terrain": "flat"},
    "meant to run 15k, stopped at 6": {"distance_km": 6},
    "sore from Saturday's race, so just 5k easy": {"distance_km": 5, "session_type": "easy"},
    "my wife ran 10k, I did 5k on grass": {"distance_km": 5, "surface": "grass"},
    "next week I want to run 20 miles on trails, today 8 miles on road": {
        "distance_km": 12.87, "surface": "road",
    },
    "skipped the intervals and jogged 4 km": {"distance_km": 4},
    "used to heel strike, now I land on my forefoot": {
        "usual_foot_strike": "rearfoot", "foot_strike": "forefoot",
    },
    "usually on the road, this time on sand": {"usual_surface": "road", "surface": "sand"},
    "flat as always, 7k": {"distance_km": 7, "terrain": "flat", "usual_terrain": "flat"},
    "trail instead of road": {"surface": "trail", "usual_surface": "road"},
    "always run on the treadmill": {"usual_surface": "treadmill"},
    "my training pace is 6:15, did 10k": {"usual_pace_min_per_km": 6.25, "distance_km": 10},
    "training for a marathon, ran 12k hilly": {"distance_km": 12, "terrain": "hilly"},
    "after years in 12mm drop shoes I wore 4mm drop ones": {
        "usual_shoe_drop_mm": 12, "shoe_drop_mm": 4,
    },
    "not used to hills, ran 8k": {"distance_km": 8},
    # Negation
    "not hilly, not on sand, 5 miles": {"terrain": "flat", "distance_km": 8.05},
    "no swelling, no pop, no numbness": {"swelling": 0, "sharp_pain": 0, "numbness": 0},
    "it wasn't a race, 10k": {"distance_km": 10},
    "not barefoot, just 3 miles": {"distance_km": 4.83},
    "without any swelling but numb toes": {"swelling": 0, "numbness": 1},
    "anything but flat": {},
    "no hills at all": {"terrain": "flat"},
    "I didn't do the tempo": {},
    # Numbers and units
    "6.2 miles in 58:30": {"distance_km": 9.98, "duration_min": 58.5},
    "half marathon race in 1:45": {
        "distance_km": 21.1, "session_type": "race", "duration_min": 105,
        "fastest_pace_min_per_km": 4.98,
    },
    "ran for an hour and a half": {"duration_min": 90},
    "three quarters of an hour easy": {"duration_min": 45, "session_type": "easy"},
    "five and a half miles on the pavement": {"distance_km": 8.85, "surface": "road"},
    "8,5 km on gravel": {"distance_km": 8.5, "surface": "trail"},
    "1h 20m long run": {"duration_min": 80, "session_type": "long"},
    "12 miles with 1,500 feet of climb": {"distance_km": 19.31, "elevation_gain_m": 457.2},
    "10k with 350 m up and 340 m down": {
        "distance_km": 10, "elevation_gain_m": 350, "elevation_loss_m": 340,
    },
    "treadmill at 6% for 30 min": {
        "surface": "treadmill", "max_grade_pct": 6, "duration_min": 30,
    },
    "8 x 400 on the track": {"session_type": "intervals", "surface": "track"},
    "6 x 800m with 400 jog, 8 km total": {"session_type": "intervals", "distance_km": 8},
    "5k pace felt hard": {},
    "cadence 172, 5 km": {"cadence_spm": 172, "distance_km": 5},
    "I run 30 miles a week": {"usual_weekly_distance_km": 48.28},
    "55 mpw runner": {"usual_weekly_distance_km": 88.51},
    "did 60k this week": {"weekly_distance_km": 60},
    "longest run so far was 10k, today 18k": {"longest_run_28d_km": 10, "distance_km": 18},
    "I've never run more than 5k before": {"longest_run_28d_km": 5},
    "reps at 3:45/km": {"fastest_pace_min_per_km": 3.75},
    "5'4, 38 years old": {"height_cm": 162.56, "age_years": 38},
    "60 miles on these shoes, zero drop": {"shoe_distance_km": 96.56, "shoe_type": "zero_drop"},
    "1.5 hours on trails": {"duration_min": 90, "surface": "trail"},
    "10 mile run": {"distance_km": 16.09},
    "three miles each way": {"distance_km": 9.66},
    "10k steps around the office": {},
    # Who the runner is
    "first run ever, 2 km": {"experience_weeks": 0, "distance_km": 2},
    "couch to 5k week 3": {"experience_weeks": 2, "session_type": "easy"},
    "finished week 5 of c25k": {"experience_weeks": 5, "session_type": "easy"},
    "been running for 2 years": {"experience_weeks": 104},
    "back after 8 months off": {"experience_weeks": 0, "weeks_since_last_run": 35},
    "2 weeks off, then 10k": {"distance_km": 10},
    "started running three months ago": {"experience_weeks": 13},
    "tore my calf last spring, 5k easy today": {
        "calf_injury_52w": 1, "distance_km": 5, "session_type": "easy",
    },
    # Shoes and form
    "first time in spikes, 10 x 200": {
        "shoe_type": "track_spikes", "shoe_distance_km": 0, "session_type": "intervals",
        "shoe_change": "other_model",
    },
    "first run in carbon plated shoes, 10k race": {
        "shoe_type": "racing_flat", "shoe_distance_km": 0, "distance_km": 10,
        "session_type": "race", "shoe_change": "other_model",
    },
    "in my trail shoes on the road, 9k": {"surface": "road", "distance_km": 9},
    "barefoot on the grass for 15 minutes": {
        "shoe_type": "barefoot", "surface": "grass", "duration_min": 15,
    },
    "toe shoes, 5k on concrete": {
        "shoe_type": "minimalist", "distance_km": 5, "surface": "road",
    },
    "heel drops and calf raises every day": {},
    "ran on my toes up the hill": {"foot_strike": "forefoot"},
    "video shows I overstride badly": {"overstride": "marked"},
    "my brand new Hokas": {},
    # What kind of run
    "fartlek in the woods": {"session_type": "intervals", "surface": "trail"},
    "hill sprints, 8 of them": {"session_type": "hill_repeats"},
    "threshold run on undulating roads": {
        "session_type": "tempo", "terrain": "rolling", "surface": "road",
    },
    "recovery run on the track": {"session_type": "easy", "surface": "track"},
    "parkrun in 24:10": {"distance_km": 5, "duration_min": 24.17},
    "xc race in spikes through mud": {
        "session_type": "race", "shoe_type": "track_spikes", "surface": "mud",
    },
    "off the beaten track": {},
    "flat out for the bus in flat shoes": {},
    "tracked my run, 6 km": {"distance_km": 6},
    "beach run on soft sand all the way, 4 miles": {
        "surface": "sand", "soft_surface_fraction": 1, "distance_km": 6.44,
    },
    "foam rolled my calves, then 5k": {"distance_km": 5},
    # When it began, and how long
    "calves sore that evening": {"onset_hours": 8},
    "woke up with sore calves": {"onset_hours": 16},
    "sore calves the next day": {"onset_hours": 24},
    "calves tight from the start": {"onset_hours": 0},
    "calves cramped at mile 8": {"onset_hours": 0},
    "sore for three days now": {"sore_days": 3},
    "day 4 and still sore": {"sore_days": 4},
    "both calves sore, 7/10": {"one_leg_only": 0, "severity_0_10": 7},
    "effort was 8/10": {},
    "the next day I ran 5k": {"distance_km": 5},
    # Signs for a clinician
    "calf is swollen and red": {"swelling": 1},
    "can't stand on tiptoe on the left leg": {"cannot_tiptoe": 1, "one_leg_only": 1},
    "felt a pop in my right calf": {"sharp_pain": 1, "one_leg_only": 1},
    "left calf twice the size and warm to touch": {"one_leg_only": 1, "swelling": 1},
    "pee is the colour of cola": {"dark_urine": 1},
    "chest pain and short of breath since": {"breathless_or_chest_pain": 1},
    "cannot walk on it at all": {"cannot_walk": 1},
    "pins and needles in the foot": {"numbness": 1},
    "it is getting worse every day": {"worsening": 1},
    "my wife says the calf is swollen": {"swelling": 1},
    "I planned 10k but my calf is swollen": {"swelling": 1},
    "snapped a photo at the sharp bend, warmed up well": {},
    "out of breath on the last hill": {},
    "the calf isn't swollen but it is hot and red": {"swelling": 1},
    "my calf is sore and warm, had surgery 3 weeks ago": {"swelling": 1, "clot_risk": 1},
    "can't feel my toes since the flight": {"numbness": 1, "clot_risk": 1},
    "heard a snap and fell": {"sharp_pain": 1},
    "I have a fever and chills": {"fever": 1},
    "on blood thinners since a clot last year": {"blood_thinner": 1},
    "tight at the same point of every run": {"tight_at_same_point": 1},
}  # fmt: skip

MAY = {
    "my wife ran 10k, I did 5k on grass": {},
    "not used to hills, ran 8k": {"terrain": "hilly"},
    "ran on my toes up the hill": {"terrain": "hilly"},
    "skipped the intervals and jogged 4 km": {"session_type": "easy"},
    "parkrun in 24:10": {"session_type": "race"},
    "hill sprints, 8 of them": {"terrain": "hilly"},
    "on blood thinners since a clot last year": {"clot_risk": 1},
    "I have a fever and chills": {},
    "heel drops and calf raises every day": {"other_calf_load": 1},
    "longest run so far was 10k, today 18k": {"longer_than_usual": "much"},
    "I've never run more than 5k before": {"longer_than_usual": "much"},
    "after years in 12mm drop shoes I wore 4mm drop ones": {},
    "reps at 3:45/km": {"session_type": "intervals"},
    "three quarters of an hour easy": {},
    "snapped a photo at the sharp bend, warmed up well": {},
    "beach run on soft sand all the way, 4 miles": {},
    "xc race in spikes through mud": {},
    "can't stand on tiptoe on the left leg": {},
    "out of breath on the last hill": {"terrain": "hilly"},
}  # fmt: skip
