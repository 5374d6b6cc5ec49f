"""A model moved to somebody's own labels.

In: a model and labelled sessions of real runners. Out: the same model recalibrated or trained
beside them, as far as the labels carry it.
"""
