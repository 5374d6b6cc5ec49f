"""The gate between a candidate and a champion.

In: two versions of a registered model. Out: a table of what was measured, and a new champion or a
refusal.
"""
