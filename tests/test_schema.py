import pytest

from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS, MODEL_COLUMNS, label_columns


@pytest.mark.parametrize("column", COLUMNS.values(), ids=list(COLUMNS))
def test_every_column_says_what_it_means_and_how_to_ask_for_it(column):
    assert column.meaning and column.question.endswith("?")


def test_models_read_neither_ids_nor_what_came_afterwards():
    ids = {name for name, column in COLUMNS.items() if column.group == "ids"}
    assert set(MODEL_COLUMNS) == set(COLUMNS) - ids - set(AFTERWARDS_COLUMNS)


@pytest.mark.parametrize("name", ["terrain", "surface", "foot_strike"])
def test_what_is_usual_has_the_words_of_the_run(name):
    assert COLUMNS[f"usual_{name}"].choices == COLUMNS[name].choices


def test_labels_follow_the_causes_they_are_given():
    labels = label_columns(["heat", "cold"])
    assert list(labels) == ["sore_calves", "cause_heat", "cause_cold", "primary_cause"]
    assert labels["primary_cause"].choices == ("heat", "cold", "none")


@pytest.mark.parametrize("column", COLUMNS.values(), ids=lambda column: column.name)
def test_people_are_not_asked_in_words_of_files(column):
    assert "_" not in column.question
