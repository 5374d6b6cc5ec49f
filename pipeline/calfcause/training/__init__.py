"""From runners to a released model.

In: a simulation or a file of labelled sessions. Out: a model folder, scored on runners that it was
not trained on and tracked in MLflow.
"""
