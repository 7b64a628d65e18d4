package elixir

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"sort"

	"otpsh/runtime/lib"
)

// KeepCompiled lets the library keep what it compiles in the user's cache
// directory, so that later runs of the same binary start faster. Call it
// before the first world is made, and SaveCompiled at the end of the program.
// OTPSH_CACHE=off in the environment, or a machine without such a directory,
// leaves everything to be compiled at each start.
func KeepCompiled() {
	if os.Getenv("OTPSH_CACHE") == "off" {
		return
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return
	}
	key, ok := binaryKey()
	if !ok {
		return
	}
	lib.UseStore(&dirStore{base: filepath.Join(base, "otpsh"), name: "compiled-" + key})
}

// SaveCompiled keeps what this run has compiled; see KeepCompiled.
func SaveCompiled() { lib.SaveCompiled() }

// binaryKey names the program that runs: code that another build has compiled
// is never used.
func binaryKey() (string, bool) {
	path, err := os.Executable()
	if err != nil {
		return "", false
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", false
	}
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %d %d", path, info.Size(), info.ModTime().UnixNano())
	return fmt.Sprintf("%016x", h.Sum64()), true
}

// dirStore keeps one file a module in a folder of the cache directory.
type dirStore struct {
	base, name string
	made       bool
}

// keptFolders is how many builds' folders stay in the cache.
const keptFolders = 3

func (d *dirStore) file(module string) string { return filepath.Join(d.base, d.name, module) }

func (d *dirStore) Load(module string) ([]byte, bool) {
	data, err := os.ReadFile(d.file(module))
	return data, err == nil
}

// Save writes the file under another name first: who reads it meanwhile sees
// the old one or the new one.
func (d *dirStore) Save(module string, image []byte) error {
	if !d.made {
		if err := os.MkdirAll(filepath.Join(d.base, d.name), 0o700); err != nil {
			return err
		}
		d.made = true
		d.prune()
	}
	f, err := os.CreateTemp(filepath.Join(d.base, d.name), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(image)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), d.file(module))
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// prune removes the folders of builds that were used longest ago.
func (d *dirStore) prune() {
	folders, err := filepath.Glob(filepath.Join(d.base, "compiled-*"))
	if err != nil || len(folders) <= keptFolders {
		return
	}
	used := map[string]int64{}
	for _, f := range folders {
		if info, err := os.Stat(f); err == nil {
			used[f] = info.ModTime().UnixNano()
		}
	}
	sort.Slice(folders, func(i, j int) bool { return used[folders[i]] > used[folders[j]] })
	for _, f := range folders[keptFolders:] {
		if filepath.Base(f) != d.name {
			os.RemoveAll(f)
		}
	}
}
