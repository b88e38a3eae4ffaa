# run · test · check · bench · proof: all a newcomer needs. Python 3.11 or newer and make are enough to begin.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench proof mutants screenshots deploy-check

run: $(VENV)/runtime
	DEMO=1 $(BIN)/flask --app app demo

test: $(VENV)/dev
	$(BIN)/python tests/requirements.py
	$(BIN)/pytest -n 2 --dist worksteal

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/pytest tests/test_house.py

bench: $(VENV)/runtime var/bench/ready
	$(BIN)/python -m bench $(ONLY)

proof: $(VENV)/dev
	$(BIN)/python -m tests.compare_docxtpl $(CONTEXTS)

mutants: $(VENV)/dev
	$(BIN)/python -m tests.mutants $(ONLY)

screenshots: $(VENV)/dev
	$(BIN)/python -m tests.e2e.screenshots

deploy-check: $(VENV)/dev
	$(BIN)/python tests/requirements.py
	$(BIN)/pytest tests/test_deploy.py

var/bench/ready: bench/requirements.txt bench/package.json
	mkdir -p -m 700 var
	$(PYTHON) -m venv var/bench
	var/bench/bin/pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	cp bench/package.json var/bench/
	if command -v npm > /dev/null; then npm install --prefix var/bench --no-audit --no-fund --silent; fi
	touch $@

$(VENV)/runtime: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/runtime
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
