"""The files of a model folder, and the formats of its description."""

GRAPH = "heads.onnx"
DESCRIPTION = "model.json"
POPULATION = "population.npz"
CARD = "MODEL_CARD.md"
PIPELINE = "pipeline.joblib"

FORMAT = 1
# Its heads are recalibrated on somebody's own labels; a version that cannot apply that must not
# load it.
ADAPTED_FORMAT = 2
