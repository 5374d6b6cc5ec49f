"""Train a model.

In: a simulation or a file of labelled sessions. Out: a model folder, scored on held-out runners and
tracked in MLflow.
"""
