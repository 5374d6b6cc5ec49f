"""The table of columns of a run session: meaning, unit, allowed cells, and the question to ask.

Every column may be absent and every cell may be empty: both mean *missing*, which is NaN. Inside
the package a cell is encoded as a float: a number as it is, a flag as 0.0 or 1.0, a choice as the
position of its word in ``Column.choices``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf, nan
from types import MappingProxyType

from calfcause.sessions import english


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: what it holds, which cells it allows, and how to ask a runner for it."""

    name: str  # name in files, frames and dicts; ends in the unit where there is one
    group: str  # ids, runner, run, habit, footwear, afterwards or labels
    kind: str  # number, choice, flag, text or time
    # What the column holds, and the question that asks a runner for it
    meaning: str
    question: str = ""
    unit: str = ""  # unit of a number, empty if it has none
    # Smallest and largest code that is allowed
    low: float = 0.0
    high: float = inf
    choices: tuple[str, ...] = ()  # words of a choice; the code of a word is its position
    # Other words for a cell, and the cell each is read as; see ``calfcause.sessions.english``
    phrases: Mapping[str, str] = field(default_factory=dict, hash=False)
    # Whether other texts are names that leave the cell unknown, as those of shoes do
    names_things: bool = False

    @property
    def allowed(self) -> str:
        """The allowed cells, as text for messages.

        >>> COLUMNS["distance_km"].allowed
        '0 to 500 km'
        """
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        if self.kind == "flag":
            return "0 or 1"
        if self.kind == "number":
            return f"{self.low:g} to {self.high:g} {self.unit}".strip()
        return "a date and time as 2025-06-30T18:05" if self.kind == "time" else "any text"

    @cached_property
    def synonyms(self) -> Mapping[str, str]:
        """Other words that can be a whole cell, in lower case with underscores, and its cell."""
        return english.alone(self.phrases)

    @cached_property
    def words(self) -> Mapping[str, float]:
        """The code of every allowed word; words for a missing cell are NaN."""
        codes = dict.fromkeys(_MISSING_WORDS, nan)
        if self.kind == "flag":
            codes |= dict.fromkeys(("0", "false", "no", "n"), 0.0)
            codes |= dict.fromkeys(("1", "true", "yes", "y"), 1.0)
        if self.group == "labels":
            codes[GUESSED] = nan
        for word, cell in self.synonyms.items():
            codes[word] = float(self.choices.index(cell) if self.choices else cell)
        # Choices come last and win: "none" is an answer where it is a choice (overstride), also
        # when an exporter writes "None". In every other column it means missing.
        return codes | {word: float(code) for code, word in enumerate(self.choices)}


# By name, because checking one session must not import pandas.
_MISSING_WORDS = ("", "na", "n/a", "#n/a", "<na>", "nan", "null", "none", "unknown", "-", "--", "?")

# A label that an import guesses from words; it counts as missing until the runner writes 1 or 0.
GUESSED = "1?"

_TERRAIN = ("flat", "rolling", "hilly", "steep")
_SURFACE = ("road", "track", "treadmill", "trail", "grass", "sand", "mud", "snow")
_STRIKE = ("rearfoot", "midfoot", "forefoot")
_SESSION = ("easy", "long", "tempo", "intervals", "sprints", "hill_repeats", "race")
_SHOE = ("standard", "minimalist", "zero_drop", "racing_flat", "track_spikes", "barefoot")
_SHOE_CHANGE = ("none", "same_model_new", "other_model", "worn_out", "inserts")


def _text(name: str, meaning: str, question: str, kind: str = "text") -> Column:
    return Column(name=name, group="ids", kind=kind, meaning=meaning, question=question)


def _number(
    name: str,
    group: str,
    low: float,
    high: float,
    unit: str,
    meaning: str,
    question: str,
    phrases: Mapping[str, str] | None = None,
) -> Column:
    return Column(
        name=name, group=group, kind="number", meaning=meaning, question=question,
        unit=unit, low=low, high=high, phrases=phrases or {},
    )  # fmt: skip


def _flag(
    name: str,
    group: str,
    meaning: str,
    question: str,
    phrases: Mapping[str, str] | None = None,
) -> Column:
    return Column(
        name=name, group=group, kind="flag", meaning=meaning, question=question, high=1.0,
        phrases=phrases or {},
    )  # fmt: skip


def _choice(
    name: str,
    group: str,
    choices: tuple[str, ...],
    meaning: str,
    question: str,
    phrases: Mapping[str, str],
    *,
    names_things: bool = False,
) -> Column:
    return Column(
        name=name, group=group, kind="choice", meaning=meaning, question=question,
        high=len(choices) - 1.0, choices=choices, phrases=phrases, names_things=names_things,
    )  # fmt: skip


# fmt: off
_TABLE = (
    _text("session_id", "the row's own name; passed through", "What do you call this run?"),
    _text("runner_id", "whose run it is; rows of one runner belong together", "Whose run was it?"),
    _text("start_time", "when the run started (ISO 8601)", "When did the run start?", kind="time"),

    _number("experience_weeks", "runner", 0, 4000, "weeks",
            "weeks of regular running before this run; 0 is the first run; "
            "a long break (3 months or more) restarts the count",
            "How many weeks have you been running regularly, since any break of 3 months or more?"),
    _number("weeks_since_last_run", "runner", 0, 1040, "weeks",
            "weeks since the run before this one; 20 after a break of 20 weeks",
            "How many weeks before this run was the run before it?"),
    _number("height_cm", "runner", 120, 230, "cm", "body height", "How tall are you?"),
    _number("weekly_distance_km", "runner", 0, 400, "km",
            "distance run in the 7 days that end with this run, this run included",
            "How far did you run in the 7 days up to and including this run?"),
    _number("usual_weekly_distance_km", "runner", 0, 400, "km",
            "mean weekly distance over the 4 weeks before those 7 days",
            "How far did you run in a usual week of the 4 weeks before that?"),
    _number("longest_run_28d_km", "runner", 0, 500, "km",
            "longest run in the 28 days before this one",
            "How long was your longest run in the 4 weeks before this one?", english.DISTANCE),
    _number("sore_calf_runs_28d", "runner", 0, 60, "runs",
            "runs in the 28 days before this one that left the calves sore",
            "How many of your runs in the 4 weeks before this one left your calves sore?"),
    _flag("calf_injury_52w", "runner", "a calf or Achilles injury in the last 52 weeks",
          "Have you had a calf or Achilles injury in the last year?"),
    _flag("other_calf_load", "runner",
          "other hard work for the calves in the three days before: a class, calf raises, stairs, "
          "a hike, a bike ride, a race",
          "Did your calves do other hard work in the three days before, such as a class, calf "
          "raises, stairs, a hike, a long bike ride or a race?", english.LOAD),

    _choice("session_type", "run", _SESSION, "what kind of run it was", "What kind of run was it?",
            english.SESSION),
    _number("distance_km", "run", 0, 500, "km", "distance", "How far did you run?",
            english.DISTANCE),
    _choice("longer_than_usual", "run", ("no", "little", "much"),
            "whether the run was longer than the runner is trained for, in words; "
            "much is about twice the usual or the longest so far, or never so far before",
            "Was the run longer than you are trained for (much is about twice as long)?",
            english.LONGER),
    _number("duration_min", "run", 0, 6000, "min", "moving time", "How long were you moving?"),
    _number("elevation_gain_m", "run", 0, 20000, "m", "total climb",
            "How many metres did you climb in all?"),
    _number("elevation_loss_m", "run", 0, 20000, "m", "total descent",
            "How many metres did you descend in all?"),
    _number("max_grade_pct", "run", 0, 100, "%", "steepest uphill grade held for 100 m or more",
            "How steep was the steepest climb of 100 m or more?"),
    _choice("terrain", "run", _TERRAIN,
            "how hilly the run was, in the runner's own words; "
            "steep also covers stairs and short steep banks",
            "How hilly was the run (steep also means stairs or short steep banks)?",
            english.TERRAIN),
    _choice("surface", "run", _SURFACE, "what most of the run was on",
            "What was most of the run on?", english.SURFACE),
    _number("soft_surface_fraction", "run", 0, 1, "",
            "fraction of the run on grass, sand, mud or snow",
            "What fraction of the run was on grass, sand, mud or snow (0 to 1)?"),
    _number("fastest_pace_min_per_km", "run", 1.5, 20, "min/km",
            "fastest pace held for a kilometre, or for one repetition",
            "What was your fastest pace over a kilometre or one repetition, per km (as 5:30)?"),
    _choice("faster_than_usual", "run", ("no", "little", "much"),
            "whether the run was faster or harder than the runner is used to, in words; "
            "much is far faster, or all out",
            "Was the run faster or harder than you are used to (much is all out)?",
            english.FASTER),
    _number("cadence_spm", "run", 100, 260, "steps/min", "mean cadence, both feet counted",
            "How many steps a minute did you take, both feet counted?"),
    _choice("foot_strike", "run", _STRIKE, "which part of the foot lands first",
            "Which part of your foot landed first on this run?", english.STRIKE),
    _choice("overstride", "run", ("none", "mild", "marked"),
            "how far the foot lands ahead of the body, "
            "seen by a coach, on video or in a gait analysis",
            "How far ahead of your body does your foot land, "
            "if a coach, a video or a gait analysis has shown it?",
            english.OVERSTRIDE),
    _choice("posture", "run", ("upright", "tilted"), "upright, or pelvis tilted / bent at the hips",
            "Did you run upright, or with the pelvis tilted or bent at the hips?",
            english.POSTURE),
    _choice("stride_change", "run", ("none", "longer", "shorter"),
            "strides made longer or shorter on purpose; a cadence raised on purpose is shorter",
            "Did you make your strides longer or shorter on purpose?", english.STRIDE),

    _number("usual_pace_min_per_km", "habit", 1.5, 20, "min/km", "usual training pace",
            "What is your usual training pace, per km (as 5:30)?"),
    _number("usual_climb_m_per_km", "habit", 0, 300, "m/km", "usual climb per kilometre",
            "How many metres do you usually climb per kilometre?"),
    _choice("usual_terrain", "habit", _TERRAIN, "the terrain of most runs",
            "How hilly are most of your runs?", english.TERRAIN),
    _choice("usual_surface", "habit", _SURFACE, "the surface of most runs",
            "What are most of your runs on?", english.SURFACE),
    _number("usual_cadence_spm", "habit", 100, 260, "steps/min", "usual cadence",
            "How many steps a minute do you usually take, both feet counted?"),
    _choice("usual_foot_strike", "habit", _STRIKE, "the strike used until now",
            "Which part of your foot used to land first until now?", english.STRIKE),
    _number("usual_shoe_drop_mm", "habit", -10, 30, "mm", "heel-to-toe drop of the usual shoes",
            "What is the heel-to-toe drop of your usual shoes (how much higher the heel stands)?",
            english.DROP),

    _choice("shoe_type", "footwear", _SHOE, "kind of shoe; a carbon racing shoe is a racing_flat",
            "What kind of shoes did you wear on this run (zero drop: the heel stands no higher "
            "than the toes; a carbon racing shoe is a racing flat)?",
            english.SHOE, names_things=True),
    _number("shoe_drop_mm", "footwear", -10, 30, "mm", "heel-to-toe drop",
            "What is their heel-to-toe drop (how much higher the heel stands)?", english.DROP),
    _number("shoe_distance_km", "footwear", 0, 10000, "km",
            "distance already run in this kind of shoe before this run",
            "How far had you already run in this kind of shoe before this run?"),
    _choice("shoe_change", "footwear", _SHOE_CHANGE,
            "what was different about the shoes beside their kind: a new pair of the same model, "
            "another model, worn out, or inserts, orthotics or a heel lift",
            "What was different about your shoes (inserts also means a heel lift)?",
            english.SHOE_CHANGE),

    _number("onset_hours", "afterwards", 0, 168, "h",
            "hours from the end of the run to the first soreness; 0 is during the run",
            "How many hours after the run did the soreness begin (0 is during the run)?"),
    _number("sore_days", "afterwards", 0, 365, "days", "how long the soreness has lasted",
            "For how many days have your calves been sore?"),
    _number("severity_0_10", "afterwards", 0, 10, "", "worst soreness",
            "How bad was the soreness at its worst, from 0 to 10?"),
    _flag("sharp_pain", "afterwards", "a sharp or sudden pain, or a pop",
          "Did you feel a sharp or sudden pain, or a pop?"),
    _flag("one_leg_only", "afterwards", "only one calf is sore", "Is only one calf sore?",
          english.LEG),
    _flag("swelling", "afterwards", "swelling, warmth or redness; a bruise alone is none",
          "Is there any swelling, warmth or redness (a bruise alone does not count)?"),
    _flag("worsening", "afterwards", "the pain keeps growing", "Does the pain keep growing?"),
    _flag("numbness", "afterwards", "numbness, tingling or weakness in calf or foot",
          "Is there any numbness, tingling or weakness in the calf or the foot?"),
    _flag("tight_at_same_point", "afterwards",
          "tightness or pressure that comes at the same point of every run and eases with rest",
          "Does the calf get tight at the same point of every run and ease with rest?"),
    _flag("cannot_tiptoe", "afterwards", "cannot rise onto tiptoe on the sore leg",
          "Are you unable to rise onto tiptoe on the sore leg?"),
    _flag("breathless_or_chest_pain", "afterwards",
          "new breathlessness, chest pain, coughing blood or fainting",
          "Have you had new breathlessness, chest pain, coughing blood or fainting since the run?"),
    _flag("confused_or_collapsed", "afterwards",
          "confusion, a collapse (even awake) or a fit, or still overheated after 30 minutes of "
          "cooling",
          "Was there any confusion, collapse (even awake) or fit, or were you still overheated "
          "after 30 minutes of cooling?"),
    _flag("headache_and_vomiting", "afterwards", "a bad headache with vomiting since the run",
          "Have you had a bad headache with vomiting since the run?"),
    _flag("cold_or_pale_foot", "afterwards", "one foot colder, paler or bluer than the other",
          "Is one foot colder, paler or bluer than the other?"),
    _flag("foot_drop", "afterwards", "cannot lift the front of the foot",
          "Are you unable to lift the front of the foot?"),
    _flag("numb_saddle_or_bladder", "afterwards",
          "both legs weak, numb between the legs, or new trouble with bladder or bowels",
          "Are both legs weak, is it numb between the legs, or is it newly hard to pee?"),
    _flag("hard_calf", "afterwards",
          "calf or shin as hard as wood, or unbearable pain when the toes are bent",
          "Is the calf or shin as hard as wood, or is it unbearable when the toes are bent?"),
    _flag("dark_urine", "afterwards",
          "urine the colour of tea or cola, or hardly any for 12 hours",
          "Is your urine the colour of tea or cola, or was there hardly any for 12 hours?"),
    _flag("fever", "afterwards",
          "fever of 38 degrees or more, shivers, or feeling very ill since the run",
          "Have you had fever of 38 degrees or more, shivers, or felt very ill since the run?"),
    _flag("hot_red_skin", "afterwards", "hot red skin on the leg that spreads",
          "Is there hot red skin on the leg that spreads?"),
    _flag("cannot_walk", "afterwards", "cannot take a few steps on the leg",
          "Are you unable to take a few steps on the leg?"),
    _flag("crack_or_odd_shape", "afterwards", "a crack was heard, or the leg has an odd shape",
          "Did you hear a crack, or has the leg an odd shape?"),
    _flag("came_back", "afterwards",
          "the pain came back after it had clearly eased, without a new injury",
          "Did the pain come back after it had clearly eased, without a new injury?"),
    _flag("lasting_cramp", "afterwards", "a cramp that went on for over 10 minutes",
          "Did a cramp go on for over 10 minutes?"),
    _flag("cord_or_lump", "afterwards",
          "a hard, sore cord along a vein, or a beating lump behind the knee",
          "Is there a hard, sore cord along a vein, or a beating lump behind the knee?"),
    _flag("bone_spot", "afterwards", "one sore spot on the bone, no larger than a fingertip",
          "Is there one sore spot on the bone, no larger than a fingertip?"),
    _flag("pain_at_night", "afterwards", "the pain wakes the runner at night",
          "Does the pain wake you at night?"),
    _flag("tendon_antibiotic", "afterwards",
          "sore during, or up to 60 days after, an antibiotic whose name ends in -floxacin",
          "Did you take an antibiotic whose name ends in -floxacin in the 60 days before?"),
    _flag("clot_risk", "afterwards",
          "an earlier clot, cancer, an operation, plaster or bed rest in 12 weeks, pregnancy or "
          "birth in 6 weeks, pill or hormone tablets, or a journey of over 4 hours in 4 weeks",
          "Does one of these fit: an earlier clot; cancer; pregnancy, the pill or hormone tablets; "
          "in the last 12 weeks an operation, plaster or bed rest; in the last 6 weeks a birth; in "
          "the last 4 weeks a journey of over 4 hours?"),
    _flag("blood_thinner", "afterwards", "takes blood thinners", "Do you take blood thinners?"),
    _flag("sickle_cell_trait", "afterwards", "has sickle cell trait",
          "Do you have sickle cell trait?"),
    _flag("muscle_risk", "afterwards",
          "great heat, the first hard run after a break, a statin, or earlier muscle breakdown",
          "Does one of these fit: great heat, your first hard run after a break, a statin, or "
          "earlier muscle breakdown?"),
    _number("age_years", "afterwards", 5, 110, "years", "age at the run", "How old are you?"),
)
# fmt: on

COLUMNS: Mapping[str, Column] = MappingProxyType({column.name: column for column in _TABLE})
MODEL_COLUMNS = tuple(c.name for c in _TABLE if c.group in {"runner", "run", "habit", "footwear"})
PLACES = {name: place for place, name in enumerate(MODEL_COLUMNS)}
AFTERWARDS_COLUMNS = tuple(c.name for c in _TABLE if c.group == "afterwards")
CODED_COLUMNS = MODEL_COLUMNS + AFTERWARDS_COLUMNS
"""All columns whose cells are codes."""


def label_columns(causes: Sequence[str]) -> dict[str, Column]:
    """Return the label columns, which only training data has.

    causes : names of the causes, in the order of the columns

    Returns ``sore_calves``, one flag for each cause, and ``primary_cause``.
    """
    flags = [_flag("sore_calves", "labels", "whether the run left the calves sore", "")]
    for cause in causes:
        flags.append(_flag(f"cause_{cause}", "labels", f"{cause}: not sore without it", ""))
    primary = _choice(
        "primary_cause", "labels", (*causes, "none"), "the cause that contributed most", "", {}
    )
    return {column.name: column for column in (*flags, primary)}


SORE_LABEL = "sore_calves"
# What an import writes beside columns, as text.
IMPORTED = {
    "source_file": "file that an import has read the run from",
    "title": "title of the run, as the watch or the app gives it",
    "shoe": "name of the pair of shoes",
    "guessed": "cells that an import has guessed, and why",
}
TOLD_COLUMNS: Mapping[str, Column] = MappingProxyType(
    {**COLUMNS, SORE_LABEL: label_columns(())[SORE_LABEL]}
)
"""The columns, and the label that says whether the run left the calves sore."""
