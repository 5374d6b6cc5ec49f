"""From one session to an answer.

In: a loaded model and a session. Out: probabilities, red flags, the reasons for each cause, what
would change them, what to ask next, and all of that in words.
"""
