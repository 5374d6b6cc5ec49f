"""The model card states what the description holds."""

import json
import re

import pytest

from calfcause.learn.probabilities import HEADS
from calfcause.models.card import model_card
from calfcause.models.layout import DESCRIPTION


@pytest.fixture
def description(tiny):
    return json.loads((tiny.folder / DESCRIPTION).read_text())


def test_the_card_of_a_model_is_that_of_its_description(tiny, description):
    assert (tiny.folder / "MODEL_CARD.md").read_text() == model_card(description)


def test_the_released_card_is_fresh(predictor):
    from calfcause.models.folder import released_folder

    card = (released_folder() / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert card == model_card(predictor.description)


def test_the_card_says_that_runs_were_simulated_and_how_to_make_them_again(description):
    card = model_card(description)
    assert "Trained on simulated runs" in card
    source = description["source"]
    assert (
        f"calfcause train --runners {source['runners']} --weeks {source['weeks']}"
        f" --world {source['world']} --seed {source['seed']}" in card
    )


def test_the_card_of_a_file_names_the_file(description):
    card = model_card(description | {"source": {"sessions_file": "mine.csv", "seed": 3}})
    assert "calfcause train --sessions mine.csv --seed 3" in card
    assert "simulated runs" not in card


@pytest.mark.parametrize("head", HEADS)
def test_the_card_has_every_score_of_a_head(description, head):
    card = model_card(description)
    scores = {row["scorer"]: row for row in description["scores"] if row["head"] == head}
    assert (
        f"| `{head}` | "
        + " | ".join(
            f"{scores[name]['log_loss']:.4f}" for name in ("dummy", "rules", "model", "ceiling")
        )
        in card
    )
    assert f"{scores['model']['roc_auc']:.3f}" in card


def test_tables_have_as_many_cells_as_headings(description):
    for table in re.findall(r"(?:^\|.*\n)+", model_card(description), re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_without_a_truth_there_is_no_ceiling(description):
    known = [row for row in description["scores"] if row["scorer"] != "ceiling"]
    card = model_card(description | {"scores": known})
    assert "| head | dummy | rules | model |\n" in card


def test_the_card_states_the_limits(description):
    card = model_card(description)
    assert "Not for.** Diagnosis" in card and "is assumed" in card
