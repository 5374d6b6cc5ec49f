"""Track training runs in MLflow.

In: a model folder and its scores. Out: a run with parameters, data, metrics, figures and the model,
logged as code.
"""
