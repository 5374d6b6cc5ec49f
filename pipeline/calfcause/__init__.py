"""Why the calves are sore after a run: causes, probabilities and reasons.

>>> from calfcause import Predictor
>>> answer = Predictor.load().explain({"terrain": "hilly", "usual_terrain": "flat"})
"""

from typing import TYPE_CHECKING, Any

from calfcause.errors import ActivityError, CalfcauseError, ModelError, SchemaError
from calfcause.version import __version__

if TYPE_CHECKING:
    from calfcause.answer.contents import CauseAnswer
    from calfcause.answer.explain import Answer
    from calfcause.answer.next_run import NextRun
    from calfcause.answer.predictor import Predictor
    from calfcause.answer.questions import Question
    from calfcause.answer.red_flags import RedFlag
    from calfcause.learn.heads import make_pipeline
    from calfcause.simulate.frame import generate

# Where each public name is; it is loaded when it is first asked for.
_ROOMS = {
    "Answer": "calfcause.answer.explain",
    "CauseAnswer": "calfcause.answer.contents",
    "NextRun": "calfcause.answer.next_run",
    "Predictor": "calfcause.answer.predictor",
    "Question": "calfcause.answer.questions",
    "RedFlag": "calfcause.answer.red_flags",
    "generate": "calfcause.simulate.frame",
    "make_pipeline": "calfcause.learn.heads",
}

__all__ = [
    "ActivityError",
    "Answer",
    "CalfcauseError",
    "CauseAnswer",
    "ModelError",
    "NextRun",
    "Predictor",
    "Question",
    "RedFlag",
    "SchemaError",
    "__version__",
    "generate",
    "make_pipeline",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_ROOMS[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
