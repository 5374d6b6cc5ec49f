"""Pictures of signs that need an ambulance or an emergency department now."""

from calfcause.answer import sign_sources as at
from calfcause.answer.picture import AMBULANCE, EMERGENCY, Picture, RedFlag, combinations

# Assumed: calves of marathon runners averaged 4.9 of 10 a day later, so this is far more.
SEVERE_FROM = 8
SEVERE = f"severity_0_10>={SEVERE_FROM}"

GO_NOW = "Go to an emergency department now."

# fmt: off
URGENT = (
    Picture(
        any_of=combinations("breathless_or_chest_pain"),
        flag=RedFlag(
            name="breathless_or_chest_pain", level=AMBULANCE,
            sign="new breathlessness, chest pain, coughing blood or fainting",
            why="A clot from the leg can reach the lungs, and the heart can be the cause as well.",
            do="Call an ambulance now, and do not drive yourself.",
            avoid="Do not wait, walk it off or massage the leg.",
            source=at.LUNG_CLOT, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations("confused_or_collapsed"),
        flag=RedFlag(
            name="confused_or_collapsed", level=AMBULANCE,
            sign="confusion, a collapse or a fit, or still overheated after 30 minutes of cooling",
            why="Heat stroke does this, in cool weather too, and so does too little salt in the "
                "blood after much drinking.",
            do="Call an ambulance now and cool the whole body with cold water; say so if you drank "
               "a lot or have sickle cell trait.",
            avoid="Do not wait for a thermometer, and give no drink to someone confused.",
            source=at.HEAT, confidence="high", more=(at.SODIUM, at.SICKLING),
        ),
    ),
    Picture(
        any_of=combinations(
            "sickle_cell_trait & onset_hours=0", "sickle_cell_trait & numbness",
            "sickle_cell_trait & cannot_walk", f"sickle_cell_trait & {SEVERE}",
        ),
        flag=RedFlag(
            name="sickling", level=AMBULANCE,
            sign="sickle cell trait, with leg pain or weakness that came in hard effort",
            why="Red cells can change shape in hard effort and block the blood supply of muscles.",
            do="Stop, call an ambulance now and say \"sickle cell trait\".",
            avoid="Do not stretch it as a cramp and carry on.",
            source=at.SICKLING, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations(
            "cold_or_pale_foot & numbness", "cold_or_pale_foot & foot_drop",
            "cold_or_pale_foot & cannot_walk",
        ),
        flag=RedFlag(
            name="cold_and_numb_foot", level=AMBULANCE,
            sign="one foot cold, pale or blue, and numb or weak",
            why="The blood supply of the leg can be blocked, and muscle dies within hours.",
            do="Call an ambulance now.",
            avoid="Do not raise, warm or massage the leg, and take off compression socks.",
            source=at.ARTERY, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations("cold_or_pale_foot"),
        flag=RedFlag(
            name="cold_or_pale_foot", level=EMERGENCY,
            sign="one foot colder, paler or bluer than the other",
            why="The blood supply of the leg can be blocked.",
            do=f"{GO_NOW} Call an ambulance if the foot goes numb or weak.",
            avoid="Do not raise, warm or massage the leg, and take off compression socks.",
            source=at.ARTERY, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations("headache_and_vomiting"),
        flag=RedFlag(
            name="headache_and_vomiting", level=EMERGENCY,
            sign="a bad headache with vomiting since the run",
            why="After a long run with much to drink, salt in the blood can fall too low.",
            do=f"{GO_NOW} Say how much you drank. Call an ambulance for confusion or a fit.",
            avoid="Do not drink more water, and take no anti-inflammatory tablets.",
            source=at.SODIUM, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("hard_calf"),
        flag=RedFlag(
            name="hard_calf", level=EMERGENCY,
            sign="a calf or shin as hard as wood, or unbearable pain when the toes are bent",
            why="Pressure can build up inside a muscle and do lasting harm within hours.",
            do=f"{GO_NOW} Loosen whatever is tight.",
            avoid="Do not bandage, massage, stretch, or raise the leg above the heart.",
            source=at.PRESSURE, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations(
            f"{SEVERE} & numbness", "worsening & numbness", f"{SEVERE} & foot_drop",
        ),
        flag=RedFlag(
            name="pain_and_numbness", level=EMERGENCY,
            sign="severe or growing pain with numbness or weakness in the calf or foot",
            why="Pressure inside a muscle, which is an emergency, presses on its nerves.",
            do=f"{GO_NOW} Loosen whatever is tight.",
            avoid="Do not bandage, massage, stretch, or raise the leg above the heart.",
            source=at.PRESSURE, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations(f"{SEVERE} & worsening"),
        flag=RedFlag(
            name="severe_and_growing", level=EMERGENCY,
            sign="pain of 8 or more out of 10 that keeps growing",
            why="Pressure can build up inside a calf, which is an emergency.",
            do=f"{GO_NOW} Loosen whatever is tight.",
            avoid="Do not bandage, massage, stretch, or raise the leg above the heart.",
            source=at.PRESSURE, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations(f"{SEVERE} & swelling"),
        flag=RedFlag(
            name="severe_and_swollen", level=EMERGENCY,
            sign="pain of 8 or more out of 10 with swelling, warmth or redness",
            why="Pressure inside the muscle, muscle breakdown and deep infection look like this.",
            do=GO_NOW,
            avoid="Do not bandage, massage or stretch it, and take no anti-inflammatory tablets.",
            source=at.PRESSURE, confidence="medium", more=(at.RHABDO, at.FASCIITIS),
        ),
    ),
    Picture(
        any_of=combinations("sharp_pain & worsening"),
        flag=RedFlag(
            name="strain_growing", level=EMERGENCY,
            sign="a sudden pain or a pop, and pain that has kept growing since",
            why="A calf pull eases day by day; where it bleeds, pressure can build up in the "
                "muscle.",
            do=GO_NOW,
            avoid="Do not rest and wait, bandage or massage it.",
            source=at.PRESSURE_AFTER_STRAIN, confidence="low", more=(at.PRESSURE,),
        ),
    ),
    Picture(
        any_of=combinations("dark_urine"),
        flag=RedFlag(
            name="dark_urine", level=EMERGENCY,
            sign="urine the colour of tea or cola, or hardly any for 12 hours",
            why="Muscle that breaks down after hard effort can harm the kidneys.",
            do=f"{GO_NOW} Ask for a blood test of CK.",
            avoid="Take no anti-inflammatory tablets; no training, sauna or deep massage.",
            source=at.RHABDO, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations(
            "swelling & fever", "swelling & muscle_risk", "numbness & fever",
            "numbness & muscle_risk", f"{SEVERE} & fever", f"{SEVERE} & muscle_risk",
            "fever & muscle_risk",
        ),
        flag=RedFlag(
            name="muscle_breakdown", level=EMERGENCY,
            sign="severe pain, swelling, weakness or feeling ill, with fever or after heat, "
                 "illness, a long break or with a statin",
            why="Muscle may be breaking down, and normal urine does not rule that out.",
            do=f"{GO_NOW} Ask for a blood test of CK.",
            avoid="Do not take it for plain soreness, and take no anti-inflammatory tablets.",
            source=at.RHABDO_RISK, confidence="medium", more=(at.RHABDO,),
        ),
    ),
    Picture(
        any_of=combinations("sharp_pain & cannot_tiptoe"),
        flag=RedFlag(
            name="pop_and_no_tiptoe", level=EMERGENCY,
            sign="a sudden pain or a pop, and unable to rise onto tiptoe",
            why="The Achilles tendon may be torn, even if you can walk and it hurts little.",
            do="Go to an emergency department or injury unit today, toes pointing down.",
            avoid="Do not test, stretch or load it.",
            source=at.ACHILLES, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations("crack_or_odd_shape"),
        flag=RedFlag(
            name="crack_or_odd_shape", level=EMERGENCY,
            sign="a crack at the injury, or a leg of an odd shape",
            why="A bone may be broken.",
            do=GO_NOW,
            avoid="Do not put weight on it.",
            source=at.INJURY, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations(
            "blood_thinner & worsening", "blood_thinner & swelling", "blood_thinner & hot_red_skin",
        ),
        flag=RedFlag(
            name="bleeding_on_thinners", level=EMERGENCY,
            sign="a growing pain, swelling or hot skin while taking blood thinners",
            why="On blood thinners a bleed inside the calf can go on and press on muscle and "
                "nerves.",
            do=f"{GO_NOW} Say what you take.",
            avoid="Take no aspirin or ibuprofen, and do not stop your medicine by yourself.",
            source=at.THINNERS, confidence="low",
        ),
    ),
    Picture(
        any_of=combinations("hot_red_skin & fever", "hot_red_skin & worsening",
                            f"hot_red_skin & {SEVERE}"),
        flag=RedFlag(
            name="hot_skin_and_ill", level=EMERGENCY,
            sign="hot red skin that spreads, with fever, severe or growing pain",
            why="An infection of skin or flesh can spread within hours.",
            do=f"{GO_NOW} Call an ambulance if you are confused or faint.",
            avoid="Do not drive yourself, and do not wait for it to calm down.",
            source=at.FASCIITIS, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations("numb_saddle_or_bladder"),
        flag=RedFlag(
            name="numb_saddle_or_bladder", level=EMERGENCY,
            sign="both legs weak, numbness between the legs, or new trouble with bladder or bowels",
            why="Nerves at the base of the spine may be squeezed.",
            do=GO_NOW,
            avoid="Do not stretch it or wait for a physiotherapist.",
            source=at.CAUDA_EQUINA, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations(
            "foot_drop & severity_0_10>=2", "foot_drop & sore_days>0", "foot_drop & onset_hours>=0",
            "foot_drop & swelling", "foot_drop & worsening", "foot_drop & sharp_pain",
        ),
        flag=RedFlag(
            name="painful_foot_drop", level=EMERGENCY,
            sign="a foot that will not lift, and pain in that leg",
            why="Pressure in the muscles, or a squeezed nerve, takes that strength away.",
            do=GO_NOW,
            avoid="Do not run, and do not wait for weeks.",
            source=at.FOOT_DROP, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("age_years<18 & fever & cannot_walk"),
        flag=RedFlag(
            name="child_ill_and_not_walking", level=EMERGENCY,
            sign="a child with fever that cannot put weight on the leg",
            why="A joint or a bone can be infected.",
            do=GO_NOW,
            avoid="Do not call it growing pains, and do not make the child walk.",
            source=at.CHILD, confidence="medium",
        ),
    ),
)
# fmt: on
"""The pictures of the two highest levels, the most urgent first."""
