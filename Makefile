# Every target sets up what it needs; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RAW ?=
SIZES ?= 10000 100000 1000000

.DEFAULT_GOAL := help
.PHONY: help setup build test lint docs demo clean lock bench-scale example-online-retail example-complete-journey

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-26s %s\n", $$1, $$2}'

setup: $(STAMP) ## Make .venv with the pinned requirements and this package

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("crm360 needs Python 3.11 or newer, this is %s: set PYTHON=python3.11" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $(STAMP)

build: setup ## Build the demo: every model, every data and unit test, the served file
	$(BIN)/dbt build
	@$(BIN)/python -m crm360.report

test: setup lint ## Everything that must hold: lint, the build with its tests, pytest
	$(BIN)/dbt build --quiet --warn-error-options '{"error": ["NoNodesForSelectionCriteria"]}'
	CRM360_TEST_WAREHOUSE=target/warehouse.duckdb CRM360_TEST_SERVING=serving/crm360.duckdb $(BIN)/python -m pytest -q

lint: setup ## Style of SQL and Python
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --disable-progress-bar models tests examples/*/models examples/*/tests

docs: setup ## One HTML page of all models, columns, tests and their lineage: target/static_index.html
	$(BIN)/dbt docs generate --static
	@echo "Open target/static_index.html in a browser."

demo: setup ## Make seeds/demo and seeds/demo_truth again
	$(BIN)/python -m crm360.demo --customers 2000 --seed 7 --out seeds/demo

example-online-retail: setup ## Build the marts from UCI Online Retail: RAW=path/to/online_retail_2010_2011.parquet
	@test -n "$(RAW)" || { echo "Say where the file lies: make $@ RAW=path/to/online_retail_2010_2011.parquet (examples/online_retail/README.md tells where to get it)"; exit 2; }
	cd examples/online_retail && ../../$(BIN)/dbt deps --quiet && ../../$(BIN)/dbt build --vars '{online_retail_file: "$(abspath $(RAW))"}' && ../../$(BIN)/dbt -q run-operation print_known_answers

example-complete-journey: setup ## Build the marts from the Complete Journey tables: RAW=path/to/their/folder
	@test -n "$(RAW)" || { echo "Say where the folder lies: make $@ RAW=path/to/folder (examples/complete_journey/README.md tells where to get it)"; exit 2; }
	cd examples/complete_journey && ../../$(BIN)/dbt deps --quiet && ../../$(BIN)/dbt build --vars '{complete_journey_dir: "$(abspath $(RAW))"}' && ../../$(BIN)/dbt -q run-operation print_known_answers

bench-scale: setup ## Measure the whole build at SIZES people (default 10 k, 100 k and 1 M; under half an hour)
	$(BIN)/python benchmarks/scale.py --sizes $(SIZES)

lock: ## Resolve requirements.txt again (Python 3.11)
	rm -rf target/lock && $(PYTHON) -m venv target/lock
	target/lock/bin/pip install --quiet -e '.[dev]'
	{ head -1 requirements.txt; target/lock/bin/pip freeze --exclude-editable; } > requirements.new && mv requirements.new requirements.txt

clean: ## Remove what builds made (not .venv)
	rm -rf target logs serving dbt_packages .pytest_cache .ruff_cache examples/*/target examples/*/logs examples/*/dbt_packages examples/*/package-lock.yml
