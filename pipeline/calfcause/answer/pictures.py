"""Pictures of signs that need a doctor in a day or an appointment; and all pictures together."""

from calfcause.answer import sign_sources as at
from calfcause.answer.picture import APPOINTMENT, TODAY, Picture, RedFlag, combinations
from calfcause.answer.pictures_urgent import SEVERE, URGENT

# Ordinary soreness peaks by day 3 and is gone in 5 to 7 days; the days between are a judgement.
LONG_SORENESS_DAYS, LASTING_SORENESS_DAYS = 7, 10
# A pull that clearly eases; assumed: weaker than half the scale, and in its first week.
EASING = "worsening=0 & cannot_tiptoe=0 & severity_0_10<5 & sore_days<7"

OR_EMERGENCY = "If no doctor can see you in that time, go to an emergency department."
NO_MASSAGE = "Do not massage, roll or stretch it hard, and do not sit for long."

# fmt: off
DOCTOR = (
    Picture(
        any_of=combinations("swelling & one_leg_only"),
        flag=RedFlag(
            name="one_leg_swollen", level=TODAY,
            sign="one leg only, with swelling, warmth or redness",
            why="A clot in a deep vein can look like this; so can a torn muscle or a burst cyst of "
                "the knee.",
            do=f"See a doctor within 24 hours. {OR_EMERGENCY}",
            avoid=NO_MASSAGE,
            source=at.DEEP_CLOT, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations(
            "clot_risk & one_leg_only", "clot_risk & swelling", "clot_risk & worsening",
            "clot_risk & sore_days>=5",
        ),
        flag=RedFlag(
            name="calf_pain_and_clot_risk", level=TODAY,
            sign="a sore calf and a higher risk of clots",
            why="With such a risk, pain alone can be a clot.",
            do=f"See a doctor within 24 hours. {OR_EMERGENCY}",
            avoid=NO_MASSAGE,
            source=at.CLOT_SIGNS, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("one_leg_only & worsening & sore_days>=3",
                            "one_leg_only & worsening & onset_hours=0"),
        flag=RedFlag(
            name="one_leg_growing", level=TODAY,
            sign="pain in one calf only that began in the run, or is 3 days old, and keeps growing",
            why="A strain eases; a bleed, a clot or pressure in the muscle does not.",
            do=f"See a doctor within 24 hours. {OR_EMERGENCY}",
            avoid=NO_MASSAGE,
            source=at.CLOT_SIGNS, confidence="low",
        ),
    ),
    Picture(
        any_of=combinations("came_back"),
        flag=RedFlag(
            name="came_back", level=TODAY,
            sign="calf pain that had clearly eased and came back without a new injury",
            why="A runner's strain that came back after four weeks turned out to be a clot.",
            do=f"See a doctor within 24 hours. {OR_EMERGENCY}",
            avoid=NO_MASSAGE,
            source=at.CLOT_IN_RUNNER, confidence="low",
        ),
    ),
    Picture(
        any_of=combinations("cord_or_lump"),
        flag=RedFlag(
            name="cord_or_lump", level=TODAY,
            sign="a hard, sore cord along a vein, or a beating lump behind the knee",
            why="A clot under the skin can go deeper, and a beating lump is a widened artery.",
            do=f"See a doctor within 24 hours. {OR_EMERGENCY}",
            avoid="Do not massage it.",
            source=at.VEIN, confidence="medium", more=(at.ANEURYSM,),
        ),
    ),
    Picture(
        any_of=combinations("lasting_cramp"),
        flag=RedFlag(
            name="lasting_cramp", level=TODAY,
            sign="a cramp that went on for over 10 minutes",
            why="A cramp usually goes in a few minutes; one that lasts can have another cause.",
            do=f"See a doctor within 24 hours. {OR_EMERGENCY}",
            avoid="Do not run on it, and do not drink large amounts at once.",
            source=at.CRAMP, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations("cannot_walk"),
        flag=RedFlag(
            name="cannot_walk", level=TODAY,
            sign="unable to take a few steps on the leg",
            why="Much of a muscle may be torn, or a bone broken.",
            do="Have it examined within 24 hours.",
            avoid="Do not stretch, massage or heat it in the first days.",
            source=at.INJURY, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("cannot_tiptoe"),
        flag=RedFlag(
            name="cannot_tiptoe", level=TODAY,
            sign="unable to rise onto tiptoe on the sore leg",
            why="A torn Achilles tendon or calf muscle can take that strength away.",
            do="See a doctor within 24 hours, and do not run until then.",
            avoid="Do not test, stretch or load it.",
            source=at.ACHILLES, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations(SEVERE),
        flag=RedFlag(
            name="severe", level=TODAY,
            sign="soreness of 8 or more out of 10",
            why="That is far more than runs usually leave: muscle can break down or be torn.",
            do="See a doctor within 24 hours; go to an emergency department if it grows, the foot "
               "goes numb or the urine turns dark.",
            avoid="Do not run on it, and take no anti-inflammatory tablets.",
            source=at.RHABDO, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("numbness"),
        flag=RedFlag(
            name="numbness", level=TODAY,
            sign="numbness, tingling or weakness in calf or foot",
            why="Training soreness does not numb; pressure on a nerve or a poor blood supply can.",
            do="See a doctor within 24 hours if it is still there with the laces loose.",
            avoid="Do not run on it.",
            source=at.PRESSURE, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("foot_drop"),
        flag=RedFlag(
            name="foot_drop", level=TODAY,
            sign="a foot that will not lift",
            why="A nerve may be squeezed at the knee or the back.",
            do="See a doctor within 24 hours; go to an emergency department if the leg hurts or "
               "both feet are weak.",
            avoid="Do not run.",
            source=at.FOOT_DROP, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("hot_red_skin"),
        flag=RedFlag(
            name="hot_red_skin", level=TODAY,
            sign="hot red skin that spreads",
            why="The skin may be infected and need antibiotics.",
            do="See a doctor within 24 hours, and draw a line round the red area.",
            avoid="Do not massage it or wait for it to calm down.",
            source=at.CELLULITIS, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("fever"),
        flag=RedFlag(
            name="fever", level=TODAY,
            sign="fever, shivers or feeling very ill since the run",
            why="Training soreness does not make you ill; infection and muscle breakdown do.",
            do="See a doctor within 24 hours, at once if the urine turns dark or a leg swells.",
            avoid="Do not run, and take no anti-inflammatory tablets.",
            source=at.RHABDO_RISK, confidence="low",
        ),
    ),
    Picture(
        any_of=combinations(
            "blood_thinner & sharp_pain", "blood_thinner & one_leg_only",
            "blood_thinner & sore_days>=3",
        ),
        flag=RedFlag(
            name="strain_on_thinners", level=TODAY,
            sign="a sudden, one-sided or lasting calf pain while taking blood thinners",
            why="A bleed inside the calf can grow.",
            do="See a doctor within 24 hours, at once if the calf swells or tightens.",
            avoid="Take no aspirin or ibuprofen, and do not stop your medicine by yourself.",
            source=at.THINNERS, confidence="low",
        ),
    ),
    Picture(
        any_of=combinations("tendon_antibiotic"),
        flag=RedFlag(
            name="tendon_antibiotic", level=TODAY,
            sign="sore within 60 days of taking an antibiotic whose name ends in -floxacin",
            why="These antibiotics can injure tendons, up to a tear.",
            do="Call whoever prescribed it today, and do not run.",
            avoid="Do no loading exercises, and do not just stop the medicine without a call.",
            source=at.ANTIBIOTICS, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations(
            "age_years<18 & cannot_walk", "age_years<18 & fever", "age_years<18 & pain_at_night",
            "age_years<18 & swelling",
        ),
        flag=RedFlag(
            name="child", level=TODAY,
            sign="a child or teenager who cannot walk, has fever or swelling, or is woken by it",
            why="Infection, a fracture or, rarely, a tumour have to be ruled out.",
            do="Have the child seen within 24 hours.",
            avoid="Do not call it growing pains without a check.",
            source=at.CHILD, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations("age_years>=50 & tight_at_same_point & pain_at_night"),
        flag=RedFlag(
            name="poor_circulation", level=TODAY,
            sign="over 50, calf pain at the same point of every run, and pain at night",
            why="Narrowed arteries may no longer feed the leg at rest.",
            do=f"See a doctor within 24 hours. {OR_EMERGENCY}",
            avoid="Do not wear compression socks before it has been checked.",
            source=at.NARROW_ARTERIES, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("swelling"), unless=combinations("one_leg_only>=0")[0],
        flag=RedFlag(
            name="swelling", level=TODAY,
            sign="swelling, warmth or redness",
            why="In one leg only that can be a clot.",
            do="If it is one leg, see a doctor within 24 hours; if both, before the next run.",
            avoid=NO_MASSAGE,
            source=at.DEEP_CLOT, confidence="medium",
        ),
    ),
)

APPOINTMENTS = (
    Picture(
        any_of=combinations("swelling & one_leg_only=0"),
        flag=RedFlag(
            name="both_swollen", level=APPOINTMENT,
            sign="swelling, warmth or redness of both calves",
            why="Sore muscles can be slightly puffy, but not red or warm.",
            do="Have it looked at this week, today if the urine turns dark or you feel ill.",
            avoid="Do not run on it.",
            source=at.RHABDO, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("sharp_pain"), unless=combinations(EASING)[0],
        flag=RedFlag(
            name="sharp_pain", level=APPOINTMENT,
            sign="a sharp or sudden pain, or a pop",
            why="Soreness comes on slowly; a sudden pain can be a strain or a tendon tear.",
            do="Stop running and have it looked at this week. Look again after 2 to 3 days.",
            avoid="Do not stretch, massage or heat it in the first days.",
            source=at.STRAIN, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations(
            "one_leg_only & severity_0_10>=5", "one_leg_only & onset_hours=0",
            "one_leg_only & calf_injury_52w", "one_leg_only & sore_days>3",
        ),
        unless=combinations(EASING)[0],
        flag=RedFlag(
            name="one_leg_strain", level=APPOINTMENT,
            sign="one calf only, and it is 5 or more out of 10, began during the run, has lasted "
                 "over 3 days or follows an earlier calf injury",
            why="That looks more like a strain than like soreness, which is in both calves.",
            do="Stop running and have it looked at this week. Look again after 2 to 3 days.",
            avoid="Do not stretch, massage or heat it in the first days.",
            source=at.STRAIN, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("worsening"), unless=combinations("sore_days<3")[0],
        flag=RedFlag(
            name="growing", level=APPOINTMENT,
            sign="pain that keeps growing",
            why="Training soreness grows for one to three days, and then it fades.",
            do="Have it looked at this week, today if it becomes severe.",
            avoid="Do not run on it.",
            source=at.SORENESS_PEAK, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations("tight_at_same_point"),
        flag=RedFlag(
            name="tight_at_same_point", level=APPOINTMENT,
            sign="tightness at the same point of every run that eases with rest",
            why="That can be pressure in the muscle's own sheath, a pinched artery or, over 50, "
                "narrowed arteries.",
            do="Stop when it starts, and have it looked at this week. If it lasts for over 30 "
               "minutes after you stop, go to an emergency department.",
            avoid="Do not run through it.",
            source=at.EXERTIONAL_PRESSURE, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations("bone_spot"),
        flag=RedFlag(
            name="bone_spot", level=APPOINTMENT,
            sign="one sore spot on the bone, no larger than a fingertip",
            why="The bone may be overloaded and on its way to a stress fracture.",
            do="Have it looked at this week, today if walking hurts. Do not run until then.",
            avoid="Do not run through it with painkillers.",
            source=at.BONE, confidence="high",
        ),
    ),
    Picture(
        any_of=combinations(f"sore_days>={LASTING_SORENESS_DAYS}"),
        flag=RedFlag(
            name="lasting", level=APPOINTMENT,
            sign=f"sore for {LASTING_SORENESS_DAYS} days or more",
            why="Training soreness is gone in 5 to 7 days.",
            do="Have it looked at this week, and do not run on it until then.",
            avoid="Do no hard session before it has settled.",
            source=at.SORENESS, confidence="medium",
        ),
    ),
    Picture(
        any_of=combinations(f"sore_days>={LONG_SORENESS_DAYS} & sore_days<{LASTING_SORENESS_DAYS}"),
        unless=combinations("severity_0_10<=3")[0],
        flag=RedFlag(
            name="overdue", level=APPOINTMENT,
            sign=f"sore for {LONG_SORENESS_DAYS} days or more",
            why="Training soreness is gone in 5 to 7 days.",
            do="Rest it, and have it looked at this week unless it has nearly gone.",
            avoid="Do no hard session before it has settled.",
            source=at.SORENESS, confidence="medium",
        ),
    ),
)
# fmt: on

PICTURES = URGENT + DOCTOR + APPOINTMENTS
"""All pictures, the most urgent first."""
