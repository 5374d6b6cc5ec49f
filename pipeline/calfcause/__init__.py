"""Say why the calves are sore after a run: how likely, because of what, and what to change.

Load the model that comes with the package, and give it a run as a dict. Every key is optional:
leave out what is not known.

>>> from calfcause import Predictor
>>> predictor = Predictor.load()
>>> run = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat", "experience_weeks": 200}
>>> answer = predictor.explain(run)  # print(answer) shows it as text
>>> answer.primary_cause, answer.primary.because
('hills', 'You ran on hilly ground; your usual ground is flat.')
>>> 0 < answer.primary.p <= answer.p_sore < 1
True

============================  =====================================================================
you have                      call
============================  =====================================================================
one run, and want the reason  ``predictor.explain(run)``, an ``Answer``
one run, numbers only         ``predictor.predict_one(run)``, a dict
a list of runs                ``predictor.predict_many(runs)``, a list of dicts
a pandas DataFrame            ``predictor.predict(frame)``, a frame; columns as in ``predict_one``
a file                        ``calfcause predict runs.csv -o answers.csv`` in a terminal
a run in your own words       ``read_words(text)``, its cells; ``.session`` goes to ``explain``
a run with much missing       ``predictor.next_questions(run)``, what to ask next
a planned run                 ``predictor.next_run(run, below=0.1)``, what to change
labelled runs                 ``make_pipeline()``, the classifier for scikit-learn
no runs                       ``generate(n_runners)``, simulated ones with labels
============================  =====================================================================

A run has these keys or columns. Units are in the names; flags are 0 or 1; ``None``, NaN and empty
text mean missing. A cell that is not allowed raises a ``SchemaError`` that says what is.

of the runner
    experience_weeks, weeks_since_last_run, height_cm, weekly_distance_km,
    usual_weekly_distance_km, longest_run_28d_km, sore_calf_runs_28d, calf_injury_52w,
    other_calf_load
of the run
    session_type, distance_km, longer_than_usual, duration_min, elevation_gain_m,
    elevation_loss_m, max_grade_pct, terrain, surface, soft_surface_fraction,
    fastest_pace_min_per_km, faster_than_usual, cadence_spm, foot_strike, overstride, posture,
    stride_change
of usual runs
    usual_pace_min_per_km, usual_climb_m_per_km, usual_terrain, usual_surface, usual_cadence_spm,
    usual_foot_strike, usual_shoe_drop_mm
of the shoes
    shoe_type, shoe_drop_mm, shoe_distance_km, shoe_change
of the days after
    onset_hours, sore_days, severity_0_10, sharp_pain, one_leg_only, swelling, worsening, numbness,
    tight_at_same_point, cannot_tiptoe, breathless_or_chest_pain, confused_or_collapsed,
    headache_and_vomiting, cold_or_pale_foot, foot_drop, numb_saddle_or_bladder, hard_calf,
    dark_urine, fever, hot_red_skin, cannot_walk, crack_or_odd_shape, came_back, lasting_cramp,
    cord_or_lump, bone_spot, pain_at_night, tendon_antibiotic, clot_risk, blood_thinner,
    sickle_cell_trait, muscle_risk, age_years
ids, passed through
    session_id, runner_id, start_time

``calfcause.sessions.schema.COLUMNS`` has the meaning, unit, range and words of each:

>>> from calfcause.sessions.schema import COLUMNS
>>> COLUMNS["terrain"].meaning.partition(",")[0], COLUMNS["terrain"].allowed
('how hilly the run was', 'one of flat, rolling, hilly, steep')

Every error that calfcause raises on purpose is a ``CalfcauseError``. Answers name likely training
causes and are no diagnosis. Show ``triage`` and ``red_flags``, how urgent the signs are, first.
"""

from typing import TYPE_CHECKING, Any

from calfcause.errors import ActivityError, CalfcauseError, ModelError, Problem, SchemaError
from calfcause.version import __version__

if TYPE_CHECKING:
    from calfcause.answer.contents import CauseAnswer, State
    from calfcause.answer.explain import Answer
    from calfcause.answer.next_run import NextRun
    from calfcause.answer.picture import RedFlag
    from calfcause.answer.predictor import Predictor
    from calfcause.answer.questions import Question
    from calfcause.learn.heads import make_pipeline
    from calfcause.sessions.typed import Session
    from calfcause.sessions.units import UnitSystem
    from calfcause.simulate.frame import generate
    from calfcause.words.read import read_words
    from calfcause.words.told import Phrase, Told, ToldCell

# Where each public name is defined. It is imported on first use, so that the package starts fast.
_ROOMS = {
    "Answer": "calfcause.answer.explain",
    "CauseAnswer": "calfcause.answer.contents",
    "NextRun": "calfcause.answer.next_run",
    "Phrase": "calfcause.words.told",
    "Predictor": "calfcause.answer.predictor",
    "Question": "calfcause.answer.questions",
    "RedFlag": "calfcause.answer.picture",
    "Session": "calfcause.sessions.typed",
    "State": "calfcause.answer.contents",
    "Told": "calfcause.words.told",
    "ToldCell": "calfcause.words.told",
    "UnitSystem": "calfcause.sessions.units",
    "generate": "calfcause.simulate.frame",
    "make_pipeline": "calfcause.learn.heads",
    "read_words": "calfcause.words.read",
}

__all__ = [
    "ActivityError",
    "Answer",
    "CalfcauseError",
    "CauseAnswer",
    "ModelError",
    "NextRun",
    "Phrase",
    "Predictor",
    "Problem",
    "Question",
    "RedFlag",
    "SchemaError",
    "Session",
    "State",
    "Told",
    "ToldCell",
    "UnitSystem",
    "__version__",
    "generate",
    "make_pipeline",
    "read_words",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_ROOMS[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
