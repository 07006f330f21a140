# twelvefold. `make help` lists the targets; what they run stands in tools/,
# and the checks and tests, as a list, in tools/check/steps.go.

SHELL := bash
.DELETE_ON_ERROR:

# Found by the recipes below; tools/check does the same for its steps.
export PATH := $(CURDIR)/.cache/bin:$(CURDIR)/.cache/venv/bin:$(PATH)

# Downloads are tried again where a registry does not answer at once.
export PIP_RETRIES := 10
export NPM_CONFIG_FETCH_RETRIES := 5
export MAVEN_OPTS := $(MAVEN_OPTS) -Dmaven.wagon.http.retryHandler.count=5

SEEDS ?= 10000
FUZZTIME ?= 60s
ROUNDS ?= 100
SEED ?= 1

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

# --- use

.PHONY: run
run: build ## build, serve, print a line for each client; in a script: run those lines and end
	tools/run.sh

.PHONY: build
build: ## bin/twelvefold, one static binary, the playground in it
	tools/web.sh
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o bin/twelvefold ./cmd/twelvefold

.PHONY: setup
setup: ## install what checks and tests need (Debian packages as root, .cache, node_modules)
	tools/setup.sh

.PHONY: generate
generate: setup ## write every file that is generated from schema/
	tools/gen/generate.sh

# --- check and test

.PHONY: check
check: setup ## before a commit: generated files, format, lint, house rules, builds, unit tests
	go run ./tools/check check

.PHONY: test
test: setup build ## everything: check, all tests of all languages, end to end, short crash runs
	go run ./tools/check test

.PHONY: unit
unit: ## the Go packages' own tests
	go run ./tools/check unit

.PHONY: e2e
e2e: setup build ## the binary under redis-cli, redis-py, ioredis and go-redis
	go run ./tools/check make-run e2e

# --- long parts

.PHONY: conformance
conformance: setup build ## the cases through every door, and conformance/REPORT.md
	go run ./tools/check npm-build conformance-go conformance-ts python oracle
	go run ./conformance/report

# Add BOOK=DIR, a checkout of munificent/craftinginterpreters, for the book's
# own test programs.
.PHONY: conformance-lox
conformance-lox: setup build ## our Lox programs on both engines, and with BOOK=DIR the book's
	go run ./tests/lox/own
	$(if $(BOOK),go run ./tests/lox/book -book '$(BOOK)',@echo "no BOOK=DIR: the book's programs were not run")

.PHONY: oracle
oracle: setup ## the cases against Debian's redis-server and rabbitmq-server
	go run ./tools/check oracle

# Add RABBITMQ=1 to run the same against Debian's rabbitmq-server, too.
brokers = twelvefold$(if $(RABBITMQ),$(comma)rabbitmq)
comma := ,

.PHONY: conformance-amqp
conformance-amqp: setup build ## amqp091-go's own integration tests on our broker, as a table (RABBITMQ=1: and on the real one)
	go run ./tests/amqp/amqp091 -broker $(brokers)

.PHONY: clients-amqp
clients-amqp: setup build ## clients in Python, JavaScript, Java, Go, PHP and C, and rabbitmqadmin, on our broker (RABBITMQ=1: and on the real one)
	go run ./tests/amqp/clients -broker $(brokers)

.PHONY: differential-amqp
differential-amqp: ## ROUNDS=100 random sequences from SEED=1 on, on our broker and on rabbitmq-server
	go run ./tests/amqp/differential -seed $(SEED) -rounds $(ROUNDS) -length 60

.PHONY: kill-amqp
kill-amqp: build ## ROUNDS=100 real kill -9 under load, and what each confirm was worth
	go run ./tests/amqp/kill -rounds $(ROUNDS)

# A million crashes leave so many stacks in the heap's profile, which each
# collection walks, that most of the time would go into that.
.PHONY: crash
crash: ## SEEDS=10000 seeded crash points of every durable engine, or of ENGINE=amqp
	GOGC=400 CRASH_SEEDS=$(SEEDS) go test -count=1 -timeout 0 -memprofilerate 1000000000 -run Crash -v ./core/$(if $(ENGINE),$(ENGINE)/)...

.PHONY: fuzz
fuzz: ## FUZZTIME=60s for each decoder
	tools/fuzz.sh $(FUZZTIME)

.PHONY: bench
bench: setup build ## docs/bench: us beside pure Python and the peers, with plots
	python setup.py --quiet build_ext --inplace
	npm run build --workspaces --if-present
	PYTHONPATH=$(CURDIR)/bindings-python/src go -C bench run . -python "$$(command -v python)"

.PHONY: bench-amqp
bench-amqp: setup build ## docs/bench/amqp.md: the message queue beside rabbitmq-server, 15 minutes
	go -C bench run ./amqp -out ../docs/bench

# Add CLOX=PATH for the book's interpreter in C, built by gcc -O3.
.PHONY: bench-lox
bench-lox: setup ## docs/bench/lox.md: the language beside others in Go and C, 8 minutes
	npm run build --workspaces --if-present
	go -C bench run ./lox -clox '$(CLOX)' -out ../docs/bench
