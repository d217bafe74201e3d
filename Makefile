# Every target sets up what it needs; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SPARK_VENV := .venv-spark
SPARK_BIN := $(SPARK_VENV)/bin
SPARK_STAMP := $(SPARK_VENV)/.installed
RAW ?=
SIZES ?= 10000 100000 1000000
ENGINE_SIZES ?= 100000 1000000
INPUT ?=
OUTPUT ?= customer_identity_map.parquet
DATA ?= ../shared/data

# dedupe_people reads its one file with DuckDB, whatever columns it has.
PORTABLE_EXAMPLES := $(foreach example,online_retail complete_journey,$(addprefix examples/$(example)/,models tests macros))

# Spark reads Parquet: the demo of `make build`, written as Parquet extracts.
DEMO_PARQUET := target/demo_parquet
SPARK_VARS = "raw_dir": "$(DEMO_PARQUET)", "raw_format": "parquet", "identity_labels": "$(DEMO_PARQUET)/truth/records.parquet", "identity_sample_records": 500
SPARK_DBT = $(SPARK_BIN)/dbt build --target spark --target-path target/spark/dbt
PARITY_VARS = {$(SPARK_VARS), "serving_personal_data": "clear", "serving_path": "target/parity/$(1).duckdb"}

.DEFAULT_GOAL := help
.PHONY: help setup build test lint docs demo clean lock bench-scale bench-identity bench-models dedupe example-online-retail example-complete-journey \
	setup-spark build-spark test-spark bench-engines lock-spark

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
	CRM360_TEST_WAREHOUSE=target/warehouse.duckdb CRM360_TEST_SERVING=serving/crm360.duckdb $(BIN)/python -m pytest -q -n 2 --dist loadfile --durations=12

setup-spark: $(SPARK_STAMP) ## Make .venv-spark with the pinned requirements, PySpark among them (Java 17 has to be there)

$(SPARK_STAMP): requirements-spark.txt pyproject.toml
	@java -version 2>&1 | grep -qE 'version "(1[7-9]|2[0-9])' || { echo "Spark needs Java 17 or newer on the PATH, for instance: apt-get install openjdk-17-jre-headless"; exit 2; }
	$(PYTHON) -m venv $(SPARK_VENV)
	$(SPARK_BIN)/pip install --quiet --disable-pip-version-check -r requirements-spark.txt
	$(SPARK_BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $(SPARK_STAMP)

$(DEMO_PARQUET)/.made: $(SPARK_STAMP) $(wildcard crm360/demo/*.py)
	$(SPARK_BIN)/python -m crm360.demo --customers 2000 --seed 7 --web-days 60 --format parquet --out $(DEMO_PARQUET)
	@touch $@

build-spark: $(DEMO_PARQUET)/.made ## Build the demo on Spark in this process: every model, every test, the served file
	$(SPARK_DBT) --vars '{$(SPARK_VARS)}'
	@$(SPARK_BIN)/python -m crm360.report

test-spark: $(DEMO_PARQUET)/.made ## Both engines build the demo from the same Parquet; every public mart has to be equal
	rm -rf target/parity target/spark
	CRM360_WAREHOUSE=target/parity/warehouse.duckdb $(SPARK_BIN)/dbt build --quiet --target duckdb --target-path target/parity/dbt \
		--exclude-resource-type test --exclude-resource-type unit_test --vars '$(call PARITY_VARS,duckdb)'
	$(SPARK_DBT) --quiet --vars '$(call PARITY_VARS,spark)'
	CRM360_PARITY=target/parity $(SPARK_BIN)/python -m pytest -q tests/spark

lint: setup ## Style of SQL and Python
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --disable-progress-bar models tests examples/*/models examples/*/tests
	$(BIN)/python tests/portable_sql.py models tests macros $(PORTABLE_EXAMPLES)

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

dedupe: setup ## Find which rows of a table of people are one person: INPUT=people.parquet (OUTPUT=customer_identity_map.parquet)
	@test -n "$(INPUT)" || { echo "Say which file: make $@ INPUT=people.parquet (examples/dedupe_people/README.md tells what it may hold)"; exit 2; }
	$(BIN)/python -m crm360.dedupe "$(INPUT)" --out "$(OUTPUT)" $(if $(WORK),--work-dir "$(WORK)")

bench-identity: setup ## Measure identity resolution on labelled data beside Splink: DATA=../shared/data
	$(BIN)/python benchmarks/identity.py --data $(DATA)

bench-models: setup ## Measure the models on public data with published answers: DATA=../shared/data (ONLY=churn for one subject)
	$(BIN)/python benchmarks/models --data $(DATA) $(if $(ONLY),--only $(ONLY))

bench-scale: setup ## Measure the whole build at SIZES people (default 10 k, 100 k and 1 M; an hour and a half, 90 GB of disk)
	$(BIN)/python benchmarks/scale.py --sizes $(SIZES)

bench-engines: setup-spark ## Measure DuckDB and Spark local at ENGINE_SIZES people (default 100 k and 1 M; hours)
	$(SPARK_BIN)/python benchmarks/engines.py --sizes $(ENGINE_SIZES)

lock: ## Resolve requirements.txt again (Python 3.11)
	rm -rf target/lock && $(PYTHON) -m venv target/lock
	target/lock/bin/pip install --quiet -e '.[dev]'
	{ head -1 requirements.txt; target/lock/bin/pip freeze --exclude-editable; } > requirements.new && mv requirements.new requirements.txt

lock-spark: ## Resolve requirements-spark.txt again, on top of requirements.txt
	rm -rf target/lock && $(PYTHON) -m venv target/lock
	target/lock/bin/pip install --quiet -r requirements.txt -e '.[dev,spark,spark-test]'
	{ head -1 requirements-spark.txt; target/lock/bin/pip freeze --exclude-editable; } > requirements.new && mv requirements.new requirements-spark.txt

clean: ## Remove what builds made (not .venv and .venv-spark)
	rm -rf target logs serving dbt_packages .pytest_cache .ruff_cache examples/*/target examples/*/logs examples/*/dbt_packages examples/*/package-lock.yml
