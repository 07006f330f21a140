package archtest

import (
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// root is the repository, seen from this package.
const root = "../.."

// TestHouse checks the repository itself.
func TestHouse(t *testing.T) {
	tree, err := Read(os.DirFS(root))
	require.NoError(t, err)
	require.Contains(t, tree.Folders, "core/world", "not the repository's root")
	for name, check := range map[string]func(*Tree) []Finding{
		"imports": House.CheckImports,
		"symbols": House.CheckSymbols,
		"rooms":   House.CheckRooms,
		"length":  House.CheckLength,
	} {
		t.Run(name, func(t *testing.T) { report(t, check(tree)) })
	}
}

// TestReach checks what core reaches on each platform.
func TestReach(t *testing.T) {
	for _, on := range House.Platforms {
		t.Run(on.GOOS, func(t *testing.T) {
			t.Parallel()
			g, err := LoadGraph(filepath.FromSlash(root), on)
			require.NoError(t, err)
			require.Contains(t, g, Module+"/core/world")
			report(t, House.CheckReach(g, on))
		})
	}
}

// TestPolicyIsAlive looks for rules about folders that are no more.
func TestPolicyIsAlive(t *testing.T) {
	var folders []string
	folders = append(folders, House.Common...)
	folders = append(folders, House.TestKits...)
	folders = append(folders, House.Cgo...)
	for _, e := range House.ThirdParty {
		require.NotEmpty(t, e.Reason, e.Path)
		folders = append(folders, e.Rooms...)
	}
	for _, b := range House.Standard {
		folders = append(folders, b.Except...)
	}
	for _, s := range House.Symbols {
		folders = append(folders, s.Except...)
	}
	for _, e := range House.Tables {
		require.NotEmpty(t, e.Reason, e.Path)
		folders = append(folders, e.Path)
	}
	for _, folder := range folders {
		_, err := os.Stat(filepath.FromSlash(path.Join(root, folder)))
		require.NoError(t, err, "the policy names %s", folder)
	}
}

func report(t *testing.T, found []Finding) {
	t.Helper()
	for _, f := range found {
		t.Error(f)
	}
}
