"""How well sentences are read: the summaries of real accounts beside the facts of their pages.

    python benchmarks/words.py

Phrases were written on the 639 of ``real_cases.csv``. Of the 140 of ``unseen_cases.csv`` only
totals were looked at: they are what a sentence never seen is worth. All but those read first are
also told in the first person.

A cell that was read is right if it is the fact (numbers within 15 %, since a summary rounds; onset
within the evening, morning or day that words tell); one of which the facts say nothing is counted
apart. Facts are from the page and not all of them are in the summary. A fact counts as told by the
summary

- if it is a number and the summary has a number that is within 5 % of it, as it stands or from one
  unit into another (miles, feet, half a year, m:ss a mile);
- if it is a word or a flag and the summary has one of the stems below.

The last lines are the whole way: the cause that words alone lead to, and that of the facts.
"""

import csv
import re
import sys
import warnings
from collections import Counter
from pathlib import Path

from calfcause import Predictor, read_words

DATA = Path(__file__).parents[1] / "data"
sys.path.insert(0, str(DATA))
from learn_words import cells_of, text_of  # noqa: E402
from learn_words import is_within as same  # noqa: E402

UNITS = (1, 1.609344, 1 / 1.609344, 0.3048, 7, 4.345, 52, 60, 1 / 60, 30.48)
NUMBERS = (
    "half", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen",
)  # fmt: skip
STEMS = {
    "terrain": {"flat": "flat|level", "rolling": "roll|undulat", "hilly": "hill|climb",
                "steep": "steep|stair|steps"},
    "surface": {"road": "road|street|pav|concrete|asphalt|tarmac|sidewalk|prom", "track": "track",
                "treadmill": "treadmill", "trail": "trail|forest|wood|gravel|dirt|fell",
                "grass": "grass|pitch|field|verge|infield", "sand": "sand|beach|dune",
                "mud": "mud|bog", "snow": "snow"},
    "foot_strike": {"rearfoot": "heel|rearfoot", "midfoot": "mid-?foot", "forefoot":
                    "forefoot|toes|ball"},
    "overstride": {"none": "not overstrid", "mild": "overstrid", "marked": "overstrid"},
    "posture": {"upright": "upright|tall", "tilted": "tilt|bent|pelvi"},
    "session_type": {"easy": "easy|jog|recover|couch", "long": "long", "tempo": "tempo|thresh",
                     "intervals": "interval|fartlek|speed|reps|track session", "sprints": "sprint",
                     "hill_repeats": "hill", "race": "race|marathon"},
    "shoe_type": {"standard": "cushion|support|normal|stability", "minimalist": "toe|minimal|vibram"
                  "|barefoot-style|barefoot shoe", "zero_drop": "zero", "racing_flat": "flat|carbon"
                  "|racer", "track_spikes": "spike", "barefoot": "barefoot|bare|without shoes"},
    "one_leg_only": {1.0: "left|right|one calf|one leg|one side", 0.0: r"both|\beach"},
    "sharp_pain": {1.0: "pop|sharp|jab|stab|sudden|snap|tear|tore"},
    "swelling": {1.0: "swell|swollen|red|warm"},
    "onset_hours": {0.0: "during|half-?way|into|in the run|from the|after (a|one|two|ten|20) "
                    r"|by (mile|the)|at (mile|\d)|had to stop", 8.0: "evening|night|bedtime",
                    16.0: "morning|woke", 24.0: "next day|day after"},
    "shoe_distance_km": {0.0: "first (run|outing|time|mile|barefoot|spike)"},
    "experience_weeks": {0.0: "first (ever|run)|new to|never r[au]n|beginner"},
}  # fmt: skip


def main() -> None:
    predictor = Predictor.load()
    learned, unseen = read(DATA / "real_cases.csv"), read(DATA / "unseen_cases.csv")
    first = [case for case in learned if not case["words"]]
    last = [case for case in learned if case["words"]]
    for name, cases in (("read first", first), ("read later", last), ("never seen", unseen)):
        show(f"{name}, summaries", "summary", cases, predictor)
        if cases[0].get("words"):
            show(f"{name}, in the first person", "words", cases, predictor)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def show(title: str, told_in: str, cases: list[dict[str, str]], predictor: Predictor) -> None:
    count: Counter[str] = Counter()
    for case in cases:
        facts, text = cells_of(case), text_of(case, told_in)
        read = read_words(text).session
        for name, cell in read.items():
            verdict = "right" if same(cell, facts.get(name, "")) else "wrong"
            count[verdict if name in facts else "extra"] += 1
        for name, cell in facts.items():
            told = is_told(name, cell, text)
            hit = name in read and same(read[name], cell)
            count.update(facts=1, told=told, found=hit, told_found=told and hit)
        for way, session in (("words", read), ("facts", facts)):
            with warnings.catch_warnings(action="ignore"):
                answer = predictor.predict_one(session) if session else {"primary_cause": "none"}
            count[f"{way}_cause"] += answer["primary_cause"] == case["primary_cause"]
    filled, extra = count["right"] + count["wrong"], count["extra"]
    print(f"{title}: {len(cases)} accounts")
    print(f"  read cells that the facts hold, right: {share(count['right'], filled)};", end=" ")
    print(f"{extra} more of which they say nothing")
    print(f"  facts found: {share(count['found'], count['facts'])};", end=" ")
    print(f"of those that the summary tells {share(count['told_found'], count['told'])}")
    print(f"  right cause from the words: {share(count['words_cause'], len(cases))};", end=" ")
    print(f"from the facts {share(count['facts_cause'], len(cases))}")


def share(part: int, whole: int) -> str:
    """A count of a count, in words and per cent."""
    return f"{part} of {whole} ({part / whole:.1%})"


def is_told(name: str, cell: str | float, text: str) -> bool:
    """Whether a summary tells a fact, by the rule at the top."""
    text = text.lower()
    stems = STEMS.get(name.removeprefix("usual_"), {})
    if cell in stems:
        return re.search(stems[cell], text) is not None
    if isinstance(cell, str) or not cell:
        return False
    spoken = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", text)]
    spoken += [60 * int(m) + int(s) for m, s in re.findall(r"(\d+):(\d\d)", text)]
    spoken += [at or 0.5 for at, word in enumerate(NUMBERS) if re.search(rf"\b{word}\b", text)]
    return any(abs(one * unit - cell) <= 0.05 * cell for one in spoken for unit in UNITS)


if __name__ == "__main__":
    main()
