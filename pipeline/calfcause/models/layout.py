"""The files of a model folder, and the formats of its description."""

GRAPH = "heads.onnx"
WHOLE_GRAPH = "calfcause.onnx"
"""Coded cells in, answers out, for services that are not Python; Python needs the heads alone."""
OF_GRAPH = "whole_graph"
"""Where a description names that graph: its hash, and the model that it holds."""
DESCRIPTION = "model.json"
POPULATION = "population.npz"
CARD = "MODEL_CARD.md"
PIPELINE = "pipeline.joblib"
FILES = (CARD, PIPELINE, POPULATION, WHOLE_GRAPH, GRAPH, DESCRIPTION)

COMMITTED = ".model"
"""A folder in the model folder: a new model that is complete, but not yet in its place."""

LOGGED = "artifacts/folder"
"""Where the model folder lies in a model of MLflow, beside its code."""

FORMAT = 1
# Heads recalibrated on a user's own labels: a version that cannot apply that must not load them.
ADAPTED_FORMAT = 2
