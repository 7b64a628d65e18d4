package syntax

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkParse reads the library's own modules.
func BenchmarkParse(b *testing.B) {
	files, err := filepath.Glob("../lib/*.ex")
	if err != nil || len(files) == 0 {
		b.Fatalf("no library: %v", err)
	}
	var texts []string
	size := 0
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, string(src))
		size += len(src)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, src := range texts {
			if _, _, err := Parse(src, Options{Columns: true}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
