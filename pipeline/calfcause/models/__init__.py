"""A model that is kept: its folder, its card, and where it is found.

In: a graph and what is known of it. Out: a folder on disk or in MLflow's registry, and from such a
folder a model that gives probabilities.
"""
