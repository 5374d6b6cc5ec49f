"""How long and how easy to read the answers to the real accounts are.

Flesch reading ease: 60 to 70 is plain English, above 80 is easy; below 50 is difficult. The library
counts syllables roughly, so a difference says more than a figure. To compare, run it once more with
an older version of calfcause on the path.

    python benchmarks/reading_ease.py
"""

import re
import statistics
from pathlib import Path

import readability

from calfcause import Predictor
from calfcause.answer.explain import explain
from calfcause.answer.sore import counts_as_sore
from calfcause.batch import find_sessions
from calfcause.sessions.schema import SORE_LABEL

CASES = Path(__file__).parents[1] / "data" / "real_cases.csv"


def main() -> None:
    predictor = Predictor.load()
    printed, full = [], []
    for session in find_sessions(CASES):
        codes = {name: code for name, code in session.codes.items() if name != SORE_LABEL}
        sore = counts_as_sore(session.codes)
        answer = explain(predictor, codes, most_questions=1, told_sore=sore)
        printed.append(str(answer))
        full.append(getattr(answer, "full", str(answer)))
    print("          words, median  most  reading ease, median  least")
    for name, texts in (("printed", printed), ("full", full)):
        words = [len(text.split()) for text in texts]
        ease = [reading_ease(text) for text in texts]
        print(
            f"{name:8}{statistics.median(words):15.0f}{max(words):6}"
            f"{statistics.median(ease):22.0f}{min(ease):7.0f}"
        )


def reading_ease(text: str) -> float:
    """The Flesch reading ease of the prose of an answer: without its terms and sources."""
    prose = re.split(r"\n\n(?:Words|Sources):\n", text)[0]
    lines = re.sub(r"\n +(?=\S)", " ", prose).split("\n")
    sentences = [
        sentence
        for line in lines
        for sentence in re.split(r"(?<=[.?!]) ", line)
        if sentence.strip()
    ]
    tokens = [" ".join(re.findall(r"[\w'-]+|[.?!]", sentence)) for sentence in sentences]
    measured = readability.getmeasures("\n".join(tokens), lang="en")
    return float(measured["readability grades"]["FleschReadingEase"])


if __name__ == "__main__":
    main()
