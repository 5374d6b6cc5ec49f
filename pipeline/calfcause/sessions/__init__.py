"""What a run is.

In: cells as people, files and frames hold them. Out: numbers by column, NaN where missing, and the
complaints about cells that no column allows.
"""
