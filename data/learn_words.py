"""Learn from texts whose cells are known how likely a word tells a cell of its run.

Run it as ``python data/learn_words.py``; it writes the weights that ``read_words`` reads. The texts
are those of ``told_texts.jsonl``, made up for this in fourteen voices, and what was written of the
accounts in ``real_cases.csv``. Those of ``unseen_cases.csv`` are not read. With ``--folds`` nothing
is written: texts of two voices each are read as the other texts teach.
"""

import argparse
import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from calfcause.sessions.schema import COLUMNS
from calfcause.words.judge import Candidate, Weights, judged
from calfcause.words.read import LANGUAGES, Reading

HERE = Path(__file__).parent
WRITTEN, ACCOUNTS = HERE / "told_texts.jsonl", HERE / "real_cases.csv"
LANGUAGE = "en"
# L1 leaves few features. Held-out writers read about as well from 0.3 to 1.
C = 0.5
FEWEST = 5  # candidates that have a feature; assumed
# Columns that fewer texts tell are left to phrases; assumed.
FEWEST_TEXTS = 100
# A page's facts do not hold all that its text tells, those of texts written for this do.
WEIGHT_OF_UNSTATED = 0.3
# What tests read is short, and each of it is to be read; assumed.
WEIGHT_OF_TESTS = 5.0
LEAST, MOST = 0.5, 0.95
# What the hours of a word may be: during it, that evening, next morning, next day, two days later
ROOM = {8.0: (4, 12), 16.0: (8, 24), 24.0: (14, 30), 48.0: (36, 60)}


@dataclass(frozen=True)
class Text:
    """A text, who wrote it, the cells that may be in it, and those that are."""

    writer: str
    candidates: Sequence[Candidate]
    cells: dict[str, str | float]
    weight_of_unstated: float
    weight: float = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folds", action="store_true", help="show how texts held out are read")
    texts = [*written(), *of_accounts()]
    if parser.parse_args().folds:
        return show_folds(texts)
    weights = learned(texts)
    content = {
        "learned_from": {path.name: sha256(path) for path in (WRITTEN, ACCOUNTS)},
        "columns": sorted(weights.columns),
        "intercept": weights.intercept,
        "weights": weights.of,
    }
    written_to = LANGUAGES[LANGUAGE].learned
    written_to.write_text(
        json.dumps(content, indent=0, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(f"{len(weights.of)} weights, from {len(texts)} texts")


def is_within(read: str | float, stated: str | float) -> bool:
    """Whether two cells say the same, within the room of words."""
    if isinstance(read, str) or isinstance(stated, str):
        return read == stated
    low, high = ROOM.get(read, (read, read))
    return low <= stated <= high or abs(read - stated) <= 0.15 * abs(stated) + 0.01


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def written() -> Iterator[Text]:
    """The texts written for this."""
    with WRITTEN.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            writer = row["id"][0]
            weight = WEIGHT_OF_TESTS if writer == "t" else 1.0
            found = Reading(row["text"], LANGUAGE).candidates
            yield Text(writer, found, row["cells"], weight, weight)


def of_accounts() -> Iterator[Text]:
    """The summaries of accounts, and what is told of them in the first person."""
    with ACCOUNTS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for text in filter(None, (text_of(row, told_in) for told_in in ("summary", "words"))):
                found = Reading(text, LANGUAGE).candidates
                yield Text("accounts", found, cells_of(row), WEIGHT_OF_UNSTATED)


def text_of(row: dict[str, str], told_in: str) -> str:
    """What is told of an account, without what is said of its page."""
    return row[told_in].partition("[page:")[0]


def cells_of(row: dict[str, str]) -> dict[str, str | float]:
    """The cells of an account, as a session has them."""
    return {
        name: row[name] if column.kind in ("choice", "text", "time") else float(row[name])
        for name, column in COLUMNS.items()
        if row.get(name) and column.group != "ids"
    }


def learned(texts: Iterable[Text]) -> Weights:
    """Fit the weights."""
    rows, right, weight = [], [], []
    told: Counter[str] = Counter()
    for text in texts:
        told.update({one.column for one in text.candidates} & text.cells.keys())
        for one in text.candidates:
            stated = text.cells.get(one.column)
            rows.append(dict.fromkeys(one.features, 1.0))
            right.append(stated is not None and is_within(one.value, stated))
            weight.append(text.weight if stated is not None else text.weight_of_unstated)
    often = Counter(name for row in rows for name in row)
    kept = [{name: 1.0 for name in sorted(row) if often[name] >= FEWEST} for row in rows]
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(kept)
    matrix.indices, matrix.indptr = (
        part.astype(np.int32) for part in (matrix.indices, matrix.indptr)
    )
    model = LogisticRegression(C=C, l1_ratio=1.0, solver="liblinear", max_iter=1000, random_state=0)
    model.fit(matrix, right, sample_weight=weight)
    of = zip(vectorizer.get_feature_names_out(), model.coef_[0].tolist(), strict=True)
    return Weights(
        frozenset(column for column, n in told.items() if n >= FEWEST_TEXTS),
        round(float(model.intercept_[0]), 4),
        {name: round(value, 4) for name, value in of if abs(value) >= 5e-5},
    )


def show_folds(texts: Sequence[Text]) -> None:
    """Print how many cells are told rightly, and found, for each least likelihood."""
    writers = sorted({text.writer for text in texts} - {"accounts", "t"})
    for pair in zip(writers[::2], writers[1::2], strict=True):
        weights = learned(text for text in texts if text.writer not in pair)
        held_out = [text for text in texts if text.writer in pair]
        for least in np.arange(LEAST, MOST, 0.05):
            print(
                f"writers {', '.join(pair)} from {least:.2f} on: {score(held_out, weights, least)}"
            )


def score(texts: Iterable[Text], weights: Weights, least: float) -> str:
    """Of the cells told how many are right, not counting the unstated and counting them."""
    count: Counter[str] = Counter()
    for text in texts:
        for one in judged(text.candidates, weights, (), least):
            stated = text.cells.get(one.column)
            count["told"] += 1
            count["stated"] += stated is not None
            count["right"] += stated is not None and is_within(one.value, stated)
        count["cells"] += len(text.cells)
    right = count["right"]
    return (
        f"{right / count['stated']:.1%} right of the cells stated, {right / count['told']:.1%} of"
        f" all told; {right / count['cells']:.1%} of the cells found"
    )


if __name__ == "__main__":
    main()
