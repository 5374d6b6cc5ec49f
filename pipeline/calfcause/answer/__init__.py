"""From one session to an answer.

In: a loaded model and a session. Out: probabilities, red flags, the reason for each cause, what to
change, what to ask next, and all of that in words.
"""
