"""Answers over HTTP, for developers and for the page that it serves at ``/``.

In: sessions as JSON, recordings, CSV. Out: what the predictor says, or a problem. Nothing
is stored.
"""
