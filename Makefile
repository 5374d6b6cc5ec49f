# `make` lists the targets. Those that need the environment in .venv make it, and renew it when
# pyproject.toml or constraints.txt has changed.

PYTHON ?= python3
SEED ?= 1
# A trial model is small enough for a cup of tea on two cores; the released one is not.
RUNNERS ?= 20000
RELEASE_RUNNERS ?= 240000
SEARCH_RUNNERS ?= $(RELEASE_RUNNERS)
TEST_WORKERS ?= 2
# Where calfcause train keeps its runs unless told otherwise.
MLFLOW_TRACKING_URI ?= sqlite:///mlflow.db
MLFLOW_PORT ?= 5000

# mlflow reports its use to its makers unless told not to.
export MLFLOW_DISABLE_TELEMETRY := true
export ORT_DISABLE_TELEMETRY := 1

BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
CASES := data/real_cases.csv
TRIAL := models/trial
ANSWERS := build/real_cases_answers.csv

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: installed-oldest installed-newest installed-mlflow help run test lint docs report pictures train search release graph quality bench mlflow wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s  %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: train ## train a trial model, answer the real cases with it, and show how well
	@mkdir -p build
	$(BIN)/calfcause predict $(CASES) -o $(ANSWERS) --explain --model $(TRIAL)
	$(BIN)/calfcause explain $(CASES) --row case-012 --model $(TRIAL)
	$(BIN)/calfcause evaluate --cases $(CASES) --model $(TRIAL)
	@echo
	@echo "Where to look next:"
	@printf "  %-32s  %s\n" \
	  "$(ANSWERS)" "the answer to every real case, with its reasons" \
	  "$(TRIAL)/MODEL_CARD.md" "how good the trial model is" \
	  "make mlflow" "its training run, with figures" \
	  "data/README.md" "where the real cases come from" \
	  "make docs" "pages for runners, coaches, developers, data scientists" \
	  "$(BIN)/calfcause --help" "everything else"

test: $(READY) ## run the tests
	$(BIN)/python -m pytest -n $(TEST_WORKERS)

lint: $(READY) ## check style, layout and types
	@failed=0; for check in "ruff check ." "ruff format --check ." mypy "hadolint Dockerfile" \
	  "check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml"; do \
	  echo "$(BIN)/$$check"; $(BIN)/$$check || failed=1; done; exit $$failed

docs: $(READY) ## build the pages of docs/ into build/docs; a warning is an error
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --nitpicky --quiet -d build/doctrees docs build/docs
	@echo "build/docs/index.html"

report: $(READY) ## write the report of the real cases to build/report.html
	@mkdir -p build
	$(BIN)/calfcause report $(CASES) -o build/report.html

pictures: $(READY) ## take the pictures of report and page for the README (needs Chromium)
	$(BIN)/python benchmarks/report_pictures.py
	$(BIN)/python benchmarks/page_pictures.py

train: $(READY) ## train a trial model of RUNNERS runners into models/trial
	$(BIN)/calfcause train --runners $(RUNNERS) --seed $(SEED) --accounts $(CASES) --out $(TRIAL)

release: $(READY) ## train the model that ships, of RELEASE_RUNNERS runners, and measure it
	$(BIN)/calfcause train --runners $(RELEASE_RUNNERS) --seed $(SEED) --accounts $(CASES) --out models/released
	$(BIN)/python benchmarks/quality.py --write

search: $(READY) ## choose the heads by a tracked search of SEARCH_RUNNERS runners
	$(BIN)/calfcause search --runners $(SEARCH_RUNNERS) --seed $(SEED) --out models/heads_search.csv

quality: $(READY) ## measure how good the released model is, beside other libraries
	$(BIN)/python benchmarks/quality.py

graph: $(READY) ## write models/released/calfcause.onnx again, after a change of the rules of answers
	$(BIN)/python -c "from pathlib import Path; from calfcause.answer.whole_graph import renew; \
	  renew(Path('models/released'))"

bench: $(READY) ## measure speed, and write benchmarks/RESULTS.md
	$(BIN)/python benchmarks/write_results.py

# mlflow starts its web server by name, so it has to be on the path.
mlflow: export PATH := $(CURDIR)/$(BIN):$(PATH)
mlflow: $(READY) ## show the tracked training runs in a browser
	$(BIN)/mlflow ui --backend-store-uri $(MLFLOW_TRACKING_URI) --port $(MLFLOW_PORT)

wheel: $(READY) ## build dist/*.whl and dist/*.tar.gz
	@rm -rf dist
	$(BIN)/python -m hatchling build
	@$(BIN)/python -m zipfile -l dist/*.whl | grep calfcause/released/calfcause.onnx >/dev/null || \
	  { echo "The wheel has no model: run make release first."; rm -rf dist; exit 1; }

# What a user gets: the wheel alone, in an environment of its own, with what its metadata allows.
INSTALLED_TESTS := $(addprefix tests/test_,$(addsuffix .py,cells schema told_sessions triage own_base past words batch \
  batch_fast faults_of_files))
OLDEST := build/oldest.txt
installed-oldest installed-newest: wheel
	@mkdir -p build
	@$(if $(filter installed-oldest,$@),$(BIN)/python tests/oldest.py >$(OLDEST),: >$(OLDEST))
	rm -rf build/installed && $(PYTHON) -m venv build/installed
	build/installed/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(OLDEST) \
	  dist/*.whl pytest hypothesis
	build/installed/bin/python -m pytest -q $(INSTALLED_TESTS)

# MLflow beside the wheel: an environment that it builds for a model, and the small MLflow. Takes two minutes.
installed-mlflow: wheel
	rm -rf build/mlflow && $(PYTHON) -m venv build/mlflow
	build/mlflow/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
	  "$$(echo dist/*.whl)[train]" pytest hypothesis uv duckdb polars
	build/mlflow/bin/python -m pytest -q -p no:cacheprovider tests/installed_mlflow.py

clean: ## remove what make has made, but neither tracked runs nor the released model
	rm -rf .venv build dist $(TRIAL) .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || \
	  { echo "No $(PYTHON) here. On Debian: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "calfcause needs Python 3.11 or newer and this is $$($(PYTHON) --version)." \
	         "Name another one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Setting up .venv (a minute or two when nothing has been downloaded yet)"
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv
# The build tools come first and pinned, so that pip need not fetch the newest ones for itself.
# PySpark comes as source alone, and the setuptools that a virtual environment starts with is too old for it, or none.
	@$(PIP) hatchling hatch-fancy-pypi-readme editables setuptools
	@$(PIP) --no-build-isolation --editable '.[dev]'
	@touch $@
