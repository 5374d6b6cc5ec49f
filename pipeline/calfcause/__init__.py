"""Why the calves are sore after a run: causes, probabilities and reasons.

>>> from calfcause import Predictor
>>> answer = Predictor.load().explain({"terrain": "hilly", "usual_terrain": "flat"})
"""

from calfcause.errors import ActivityError, CalfcauseError, ModelError, SchemaError
from calfcause.predict import Predictor

__version__ = "0.1.0"

__all__ = [
    "ActivityError",
    "CalfcauseError",
    "ModelError",
    "Predictor",
    "SchemaError",
    "__version__",
]
