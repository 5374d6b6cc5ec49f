"""Adapt a model to a user's own labels.

In: a model and labelled sessions of real runners. Out: the same model, recalibrated on these
sessions as far as the labels support it.
"""
