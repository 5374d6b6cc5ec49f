"""Run sessions: the table of columns, and reading of cells.

In: cells as people, files and frames hold them. Out: codes by column, NaN where missing, and a list
of the cells that are not allowed.
"""
