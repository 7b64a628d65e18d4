//go:build !linux

package elixir

import (
	"os"

	"otpsh/runtime/kernel"
)

// addSystemInfo knows nothing more on this system.
func addSystemInfo(*kernel.FileInfo, os.FileInfo) {}

// accessible goes by the owner's bits.
func accessible(_ string, flag int, info os.FileInfo) bool {
	if flag == os.O_WRONLY {
		return info.Mode().Perm()&0o200 != 0
	}
	return info.Mode().Perm()&0o400 != 0
}
