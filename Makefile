# Everything needs only Python 3.11 or newer and make: each target sets up what it uses in .venv, once.

BIN := .venv/bin
PIP := PIP_USER=0 $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes -r
# The lock files carry what builds the project, so this step reaches no index.
INSTALL_PROJECT := $(PIP) install --no-deps --no-build-isolation --editable .

# Tests that take long, in two processes of their own beside all others: much of their time is spent waiting.
PHONES := tests/dialogs tests/months
PROCESSES := tests/whole tests/chaos

# The pure parts, without what opens the whole coach or tells stories by chance.
PURE := tests/engine tests/understand tests/script
NOT_FAST := tests/script/test_operator.py \
	$(patsubst %,tests/engine/test_%.py,properties no_leak nudges unseen indistinguishable danger endings two_weeks)

# How much more is tried at night than at every change: see tests/knobs.py. 3,400 stories of 30 steps are 100,000 steps; of 26, 4,000.
NIGHTLY := PROPERTY_STORIES=3400 LEAK_STORIES=4000 NUDGE_STORIES=1000 UNSEEN_STORIES=1000 SILENCE_ONE_IN=1 KILL_ROUNDS=10 WEEKS_OF_KILLS=10 AGREES_ONE_IN=1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test fast nightly chaos coverage lint fix check transcripts evaluate signs steering figures bench lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

run: .venv/ready-to-run ## start the coach (no token: the playground)
	@$(BIN)/coach run

test: lint check ## everything that must hold: lint, check, pytest
	@$(BIN)/python -m pytest $(PHONES) > .phones.log 2>&1 & phones=$$!; \
	$(BIN)/python -m pytest $(PROCESSES) > .processes.log 2>&1 & processes=$$!; \
	$(BIN)/python -m pytest $(patsubst %,--ignore=%,$(PHONES) $(PROCESSES)); others=$$?; \
	wait $$phones; phones=$$?; wait $$processes; processes=$$?; \
	echo 'Beside it, in processes of their own:'; cat .phones.log .processes.log; rm .phones.log .processes.log; \
	[ $$others -eq 0 ] && [ $$phones -eq 0 ] && [ $$processes -eq 0 ]

fast: .venv/ready-to-test ## the pure parts alone, in half a minute
	@$(BIN)/python -m pytest -q tests/script $(patsubst %,--ignore=%,$(NOT_FAST)) > .scripts.log 2>&1 & scripts=$$!; \
	$(BIN)/python -m pytest -q $(filter-out tests/script,$(PURE)) $(patsubst %,--ignore=%,$(NOT_FAST)); others=$$?; \
	wait $$scripts; scripts=$$?; cat .scripts.log; rm .scripts.log; [ $$others -eq 0 ] && [ $$scripts -eq 0 ]

# Thousands of stories are one test: it may take longer than any that `make test` runs.
nightly: .venv/ready-to-test ## what takes hours: many kills, 100,000 steps of two people
	$(NIGHTLY) $(BIN)/python -m pytest -o faulthandler_timeout=7200 tests/engine/test_properties.py tests/engine/test_no_leak.py \
		tests/engine/test_nudges.py tests/engine/test_unseen.py tests/engine/test_indistinguishable.py \
		tests/understand/test_agrees.py tests/whole/test_kills.py tests/whole/test_weeks_of_kills.py tests/months tests/databases

chaos: .venv/ready-to-test ## 500 kills at random moments, a failing API, bad disks: what was lost, in half an hour
	@$(BIN)/python -m tests.chaos

coverage: .venv/ready-to-test ## which branches of the engine, the coach and the scripts no test takes
	$(BIN)/python -m pytest -q $(PURE) tests/house --cov=bot/engine --cov=bot/coach --cov=bot/script --cov-branch \
		--cov-report=term-missing:skip-covered --cov-fail-under=95

lint: .venv/ready-to-test ## ruff, mypy --strict, the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: .venv/ready-to-test ## put right what can be: style, the schema for editors, the manual
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/coach check --write-schema --write-manual

check: .venv/ready-to-test ## dialogs and prompts
	$(BIN)/coach check

transcripts: .venv/ready-to-test ## write anew what the phones show in tests/dialogs and tests/months, for review
	REWRITE_TRANSCRIPTS=1 $(BIN)/python -m pytest tests/dialogs tests/months

evaluate: .venv/ready-to-test ## how well danger is noticed and what people type is heard, on texts that nobody built with
	$(BIN)/python -m tests.care.evaluate
	$(BIN)/python -m tests.understand.evaluate

steering: .venv/ready-to-test ## learn the weights of words that steer anew, after a change of tests/understand/steering*.yaml
	$(BIN)/python -m tests.understand.steering_signs

signs: .venv/ready-to-test ## learn the weights of words anew, after a change of tests/care/*/build or of danger.yaml
	$(BIN)/python -m tests.care.signs

figures: .venv/ready-to-test ## what it costs to add something, in files, and how long each room is
	$(BIN)/python -m tests.house.figures

# A part alone: .venv/bin/python -m tests.bench loads --runs 1
bench: .venv/ready-to-test .venv-bench/ready ## measure beside peers: a table, and bench.json
	$(BIN)/python -m tests.bench --json bench.json
	$(BIN)/python -m pytest -s -o python_files='bench_*.py' tests/bench

# A pin that still fits is kept; delete a lock file first to take the newest of everything in it.
LOCK := $(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock'

lock: $(BIN)/pip ## pin the packages anew, after a change in pyproject.toml
	@$(PIP) install uv
	$(LOCK) pyproject.toml --group build -o requirements.lock
	$(LOCK) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) --group bench -o requirements-bench.lock

clean: ## remove what was made, but no database and no .env
	rm -rf .venv .venv-bench bench.json dist build .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find bot tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready-to-run: requirements.lock pyproject.toml | $(BIN)/pip
	@echo 'Installing what the coach needs into .venv; this takes a minute, once.'
	@$(INSTALL) requirements.lock
	@$(INSTALL_PROJECT)
	@touch $@

.venv/ready-to-test: requirements-dev.lock pyproject.toml | $(BIN)/pip
	@echo 'Installing what the coach and its tests need into .venv; this takes a minute or two, once.'
	@$(INSTALL) requirements-dev.lock
	@$(INSTALL_PROJECT)
	@touch $@

.venv-bench/ready: requirements-bench.lock .venv/ready-to-test
	@echo 'Installing the peer that the coach is measured against into .venv-bench; this takes a minute, once.'
	@$(BIN)/python -m venv .venv-bench
	@PIP_USER=0 .venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-bench.lock
	@touch $@

$(BIN)/pip:
	@found=; \
	for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		found="$$python"; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
		echo "Making .venv with $$("$$python" --version)."; \
		"$$python" -m venv .venv; exit; \
	done; \
	if [ -n "$$found" ]; then echo "$$found cannot make a virtual environment: install its venv package (Debian, Ubuntu: apt install python3-venv)." >&2; \
	else echo 'The coach needs Python 3.11 or newer: install it and run make again.' >&2; fi; \
	exit 1
