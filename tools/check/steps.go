package main

// steps is all that is checked and tested, in the order in which it runs: what
// is quick to fail comes first.
var steps = []step{
	{phaseCheck, "generated", "generated files are what the schema gives", `tools/gen/generate.sh --check`, nil},
	{phaseCheck, "format", "gofmt, ruff, prettier", `
		unformatted=$(git ls-files '*.go' | xargs gofmt -l)
		[[ -z $unformatted ]] || { echo "gofmt -w these:"; echo "$unformatted"; exit 1; }
		ruff format --check .
		npx prettier --check --log-level warn bindings-wasm clients-ts web`, nil},
	{phaseCheck, "lint-go", "golangci-lint, by .golangci.yml", `
		golangci-lint run --allow-parallel-runners $(git ls-files '*.go' | xargs -n1 dirname | sort -u | grep -vE '^(bench|tools/gen)(/|$)|testdata|^bindings-python|^bindings-wasm/wasm' | sed 's|^|./|')`, nil},
	{phaseCheck, "lint-python", "ruff and mypy --strict", `ruff check . && mypy`, nil},
	{phaseCheck, "npm-build", "the npm package, whose types its own tests import, and the pages", `npm run build --workspaces --if-present`, nil},
	{phaseCheck, "wasm-size", "the modules are within their budgets", `npm run --silent size -w twelvefold | sed 's/^/note: /'`, nil},
	{phaseCheck, "lint-ts", "eslint, and tsc in strict mode", `
		npx eslint .
		npx tsc --noEmit -p bindings-wasm/tsconfig.json
		npx tsc --noEmit -p clients-ts/tsconfig.json
		npx tsc --noEmit -p web/tsconfig.json`, nil},
	{phaseCheck, "archtest", "the house rules: imports, rooms, no clock in engines", `go test -json ./tools/archtest/...`, countGo},
	{phaseCheck, "docs", "what the documents name exists: links, files, commands, dependencies", `go test -count=1 -json ./tools/docstest/`, countGo},
	{phaseCheck, "builds", "linux without cgo, js and wasip1, darwin; the modules apart", `
		CGO_ENABLED=0 go build ./core/... ./server/... ./cmd/...
		GOOS=js GOARCH=wasm go build ./core/... ./bindings-wasm/wasm/...
		GOOS=wasip1 GOARCH=wasm go build ./core/...
		GOOS=darwin go build ./server/... ./cmd/...
		go -C bench build -o /dev/null ./...`, nil},
	{phaseCheck, "unit", "every Go package's own tests", `
		CRASH_SEEDS=20 go test -json $(go list ./... | grep -vE '/(conformance|archtest|docstest|tests|node_modules)(/|$)')
		go -C bench test -json ./...`, countGo},

	// Without those that take long and have no goroutines.
	{phaseTest, "race", "what has goroutines, under the race detector", `
		CRASH_SEEDS=20 go test -race -skip '^Test(AccountIsReal|CodeIsLetGo|CompilingTakesTimeInProportion|EnginesAgree|ProgramsByBinary)$' -json . ./core/clock/... ./core/event/... ./core/lru/... ./core/bitcask/... ./core/redis/... ./core/seglog/... ./core/amqp/... ./core/lox/... ./server/... ./cmd/... ./bindings-python/native/door/...`, countGo},
	{phaseTest, "wasm-core", "the engines' own tests as WebAssembly, with the host's files", `npm run --silent test:core -w twelvefold`, nil},
	{phaseTest, "typescript", "vitest", `npm test --workspaces --if-present`, countSummary},
	{phaseTest, "npm-package", "the packed tarball in Node, Vite and Chromium", `npm run test:package -w twelvefold`, nil},
	{phaseTest, "playground", "the page in Chromium, served by the binary and from its files", `npm run --silent test:browser -w @twelvefold/web`, countSummary},
	{phaseTest, "python", "pytest, on the extension built in place", `
		python setup.py --quiet build_ext --inplace
		PYTHONPATH=bindings-python/src python -m pytest -q`, countSummary},
	{phaseTest, "python-package", "wheel and sdist in clean environments", `bindings-python/tests/install_check.sh`, nil},
	{phaseTest, "conformance-go", "the cases in process, over the wire, in wazero; Lox programs in process and over REST", `go test -json ./conformance/ ./conformance/report ./conformance/programs/... ./conformance/wazero/...`, countGo},
	{phaseTest, "conformance-ts", "the cases in Node's WebAssembly and over REST", `npm run conformance --workspaces --if-present`, nil},
	{phaseTest, "oracle", "the cases against Debian's redis-server and rabbitmq-server", `go test -json ./conformance/oracle/...`, countGo},
	{phaseTest, "report", "conformance/REPORT.md is what the runs gave", `go run ./conformance/report -check`, nil},
	// For the flag see the Makefile's crash.
	{phaseTest, "crash", "what was acknowledged outlives seeded crash points", `GOGC=400 CRASH_SEEDS=500 go test -json -memprofilerate 1000000000 -run Crash ./core/...`, countGo},
	{phaseTest, "make-run", "the client lines that serve prints", `tools/run.sh`, countSummary},
	{phaseTest, "amqp-clients", "pika, aio-pika, kombu, Celery, dramatiq, amqplib, amqp091-go, Java, PHP, C, rabbitmqadmin on the broker", `go run ./tests/amqp/clients`, countSummary},
	{phaseTest, "amqp-kill", "nothing confirmed is lost when the server is killed under load", `go run ./tests/amqp/kill -rounds 5`, countSummary},
	{phaseTest, "e2e", "the binary under clients that we did not write", `go test -json ./tests/...`, countGo},
}
