package archtest

// Module is the prefix of our own import paths.
const Module = "github.com/twelvefold/twelvefold"

// Policy is the rules, apart from the code that checks them. Paths are folders
// below the root, "." the root itself. In a pattern "*" is one element, "**"
// any number of them, and "<engine>" one element that means the same within
// one rule.
type Policy struct {
	// Common are the folders of core that are no engine.
	Common []string
	// TestKits are packages for tests, that live outside _test.go files to be
	// shared. No product code imports them.
	TestKits []string
	// Rooms say what the files of a folder may import of our own. The first
	// that matches counts; test files are free.
	Rooms []Room
	// ThirdParty is every module that core may import.
	ThirdParty []Exception
	// Standard are the packages that core imports nowhere, except as said.
	Standard []Ban
	// Unreachable are the packages that core does not reach indirectly
	// either, on any of Platforms.
	Unreachable []Ban
	Platforms   []Platform
	// Symbols are the functions that core does not use, except as said.
	Symbols []Symbol
	// Cgo are the only folders that may import "C".
	Cgo []string
	// Furniture is what every engine's folder holds.
	Furniture []Furniture
	// MaxLines is the length that no file passes, generated ones and Tables
	// excepted.
	MaxLines int
	Tables   []Exception
}

// Room is a folder, what it may import, and what to do instead.
type Room struct {
	Path    string
	May     []string
	Instead string
}

// Exception lets Path (a folder, a file or a module) do what others may not.
type Exception struct {
	Path   string
	Rooms  []string // for a module: who may import it
	Reason string
}

// Ban keeps a standard package out.
type Ban struct {
	Package string
	Except  []string // folders where it is at home
	Instead string
}

// Symbol keeps functions of a package out.
type Symbol struct {
	Package string
	Names   []string // nil for all
	But     []string // of all, these are good
	Except  []string // folders where they are at home
	Instead string
}

// Platform is a pair that go list understands.
type Platform struct{ GOOS, GOARCH string }

// Furniture is a file that an engine's folder holds.
type Furniture struct {
	File string
	// With is a top-level function that makes the file necessary; "" for
	// always.
	With string
	Why  string
}

// seams are what engines may import of core.
var seams = []string{
	"core/world", "core/vfs", "core/clock", "core/event", "core/fault", "core/journal", "core/code",
}

// House is the policy of this repository.
var House = Policy{
	Common: []string{
		"core/clock", "core/code", "core/crash", "core/engine", "core/event",
		"core/fault", "core/hook", "core/journal", "core/jsontext", "core/seglog", "core/vfs", "core/world",
	},
	TestKits: []string{"core/vfs/vfstest", "core/crash"},
	Rooms: []Room{
		{"core/vfs/vfstest", seams, "a conformance kit knows the interface only: take a vfs.FS"},
		{"core/vfs/*", []string{"core/vfs", "core/vfs/memfs"}, "a file system stands on the interface core/vfs, wrappers on memfs"},
		{"core/crash", append([]string{"core/vfs/*"}, seams...), "the crash harness takes the engine as functions, so that every engine can use it"},
		{"core/world", seams, "the world is made of seams; what else an engine needs comes in its Options"},
		{"core/engine", nil, "the contract is interfaces only: the engines do not import it, the doors do"},
		{"core/code", nil, "error codes are for everybody, so they stand on nothing"},
		{"core/clock", nil, "the clock stands on nothing: it is part of the world, not a user of it"},
		{"core/event", nil, "events stand on nothing: they are part of the world, not a user of it"},
		{"core/fault", nil, "faults stand on nothing: they are part of the world, not a user of it"},
		{"core/hook", nil, "a hook is an interface: who compiles one and who calls it meet in the root package"},
		{"core/journal", nil, "the journal stands on nothing: it is part of the world, not a user of it"},
		{"core/jsontext", nil, "JSON is text: what its values mean is its user's"},
		{"core/seglog", []string{"core/vfs", "core/code"}, "the log takes a vfs.FS and bytes: what they mean is its owner's"},
		{"core/vfs", nil, "the file interface stands on nothing: put a companion into a package below core/vfs"},
		{"core/<engine>/wire", []string{"core/code"}, "a codec is bytes to values: give it values of its own, or move the code to session"},
		{"core/<engine>/internal/**", append([]string{"core/<engine>/internal/**", "core/<engine>/wire"}, seams...),
			"what an internal room needs of its engine comes in as a parameter"},
		{"core/lox/syntax", []string{"core/jsontext"}, "what reads the text knows no values: an engine gives the tree its meaning"},
		{"core/lox/object", nil, "values know no syntax: an engine makes them"},
		{"core/lox/realm", []string{"core/lox/syntax", "core/lox/object"}, "what the engines share knows none of them"},
		{"core/lox/tree", []string{"core/lox/syntax", "core/lox/object", "core/lox/realm"}, "the engines know each other by their results only"},
		{"core/lox/vm", []string{"core/lox/syntax", "core/lox/object", "core/lox/realm"}, "the engines know each other by their results only"},
		{"core/lox/format", []string{"core/lox/syntax"}, "a formatter knows the text only"},
		{"core/lox", append([]string{"core/hook", "core/lox/syntax", "core/lox/object", "core/lox/realm", "core/lox/tree", "core/lox/vm"}, seams...),
			"the front of the language stands on its rooms, and on no door"},
		{"core/<engine>/session", append([]string{"core/<engine>", "core/<engine>/**"}, seams...),
			"a session joins its own engine and codec; what joins two engines is the root package"},
		{"core/<engine>/command", append([]string{"core/<engine>", "core/<engine>/**", "core/jsontext"}, seams...),
			"operations from text know their own engine; what joins two engines is the root package"},
		{"core/<engine>/*", append([]string{"core/<engine>", "core/<engine>/**"}, seams...),
			"a room of an engine knows that engine; what joins two engines is the root package"},
		{"core/<engine>", append([]string{"core/<engine>/wire", "core/<engine>/internal/**", "core/seglog"}, seams...),
			"engines never import each other or a door: what two share is a package of its own in core, what joins them is the root package; a door gives files as world.FS"},
		{".", []string{"core/**"}, "the root package composes engines and opens no sockets: that belongs to server"},
		{"bindings-python/native/**", []string{".", "core/**", "bindings-python/native/**", "server/amqp"}, "a binding opens engines through the root package and core; a server runs as a child process, but for server/amqp, which lets client libraries into a broker in process (ADR 8)"},
		{"bindings-wasm/wasm/**", []string{".", "core/**", "bindings-wasm/wasm/**"}, "a binding opens engines through the root package and core; WebAssembly has no sockets for server"},
		{"web", nil, "the pages are files: what serves them is in server"},
		{"server/**", []string{".", "core/**", "server/**", "web"}, "the server stands on the root package and core; no door stands on another"},
		{"cmd/**", []string{".", "core/**", "server/**", "cmd/**"}, "the binary puts the server's parts together"},
		{"**", []string{"**"}, ""}, // conformance, bench, tools: they look at the house from outside
	},
	ThirdParty: []Exception{
		{"gonum.org/v1/gonum", []string{"core/quant"}, "matrix product and QR, numerically sound; 27 KB gzip in WebAssembly (core/quant/DESIGN.md)"},
		{"github.com/stretchr/testify", []string{"core/vfs/vfstest", "core/crash"}, "test kits"},
	},
	Standard: []Ban{
		{"os", []string{"core/vfs/osfs"}, "use world.FS (core/vfs) for files and Options for settings: an engine never sees the machine"},
		{"io/ioutil", nil, "use world.FS (core/vfs)"},
		{"syscall", []string{"core/vfs/osfs"}, "use world.FS (core/vfs); a power that it lacks is an upgrade interface there"},
		{"math/rand", nil, "use world.Rand(name): seeded, and a stream of its own"},
		{"crypto/rand", nil, "use world.Rand(name); secrets belong to the server"},
		{"fmt", nil, "use strconv and append: fmt adds 200 KB gzip to the WebAssembly module"},
		{"encoding/json", nil, "keep JSON in the doors: it adds 370 KB gzip to the WebAssembly module"},
		{"log", nil, "use world.Say"},
		{"log/slog", nil, "use world.Say: slog adds 400 KB gzip to the WebAssembly module"},
		{"text/template", nil, "use append: templates add 730 KB gzip to the WebAssembly module"},
		{"html/template", nil, "keep pages in the server"},
	},
	Unreachable: []Ban{
		{"net", nil, "sockets belong to server: make it a session without I/O, or an interface that the server fills"},
		{"net/http", nil, "HTTP belongs to server: an engine takes and gives values"},
		{"crypto/tls", nil, "TLS belongs to server: to a session it is an event"},
		{"os/exec", nil, "child processes belong to cmd and the tests"},
	},
	Platforms: []Platform{{"linux", "amd64"}, {"js", "wasm"}, {"wasip1", "wasm"}},
	Symbols: []Symbol{
		{"time", []string{"Now", "Since", "Until"}, nil, []string{"core/clock"},
			"use world.Now(): read it once at the door and pass the instant down"},
		{"time", []string{"Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}, nil, []string{"core/clock"},
			"use world.AfterFunc, or answer the instant from Tick: a manual clock must move it, and WebAssembly has no idle goroutines"},
		{"math/rand/v2", nil, []string{"Rand", "Source", "New", "NewPCG", "PCG", "NewChaCha8", "ChaCha8", "NewZipf", "Zipf"}, []string{"core/world"},
			"use world.Rand(name): one seed must repeat all"},
	},
	Cgo: []string{"bindings-python/native"},
	Furniture: []Furniture{
		{"doc.go", "", "what it is, its limits, the order in which to read the files"},
		{"errors.go", "", "the one closed list of errors, with codes"},
		{"options.go", "Open", "a plain struct with a useful zero value"},
		{"DESIGN.md", "", "purpose, formats, invariants, what was not built and why"},
	},
	MaxLines: 600,
	Tables:   []Exception{},
}
