# Everything needs only Python 3.11 or newer and make: each target sets up what it uses in .venv, once.

BIN := .venv/bin
PIP := PIP_USER=0 $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes -r
# The lock files carry what builds the project, so this step reaches no index.
INSTALL_PROJECT := $(PIP) install --no-deps --no-build-isolation --editable .

# Tests that take long, in two processes of their own beside all others: much of their time is spent waiting.
PHONES := tests/dialogs tests/months
PROCESSES := tests/playground tests/whole

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test lint check transcripts evaluate signs figures bench lock clean

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

lint: .venv/ready-to-test ## ruff, mypy --strict, the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: .venv/ready-to-test ## dialogs and prompts
	$(BIN)/coach check

transcripts: .venv/ready-to-test ## write anew what the phones show in tests/dialogs and tests/months, for review
	REWRITE_TRANSCRIPTS=1 $(BIN)/python -m pytest tests/dialogs tests/months

evaluate: .venv/ready-to-test ## how well danger is noticed, on texts that nobody built with
	$(BIN)/python -m tests.care.evaluate

signs: .venv/ready-to-test ## learn the weights of words anew, after a change of tests/care/*/build or of danger.yaml
	$(BIN)/python -m tests.care.signs

figures: .venv/ready-to-test ## what it costs to add something, in files, and how long each room is
	$(BIN)/python -m tests.house.figures

bench: .venv/ready-to-test ## measure, and print the figures
	$(BIN)/python -m pytest -s -o python_files='bench_*.py' tests/bench

# A pin that still fits is kept; delete a lock file first to take the newest of everything in it.
LOCK := $(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock' pyproject.toml

lock: $(BIN)/pip ## pin the packages anew, after a change in pyproject.toml
	@$(PIP) install uv
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove what was made, but no database and no .env
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
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
