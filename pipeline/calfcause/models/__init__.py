"""A saved model: its folder, its card, and where to find it.

In: a graph and its description. Out: a folder on disk or in MLflow's registry, and from such a
folder a model that gives probabilities.
"""
