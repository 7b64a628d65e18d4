package elixir

import (
	"os"
	"syscall"
	"time"

	"otpsh/runtime/kernel"
)

// addSystemInfo adds what only the system's own structure tells.
func addSystemInfo(out *kernel.FileInfo, info os.FileInfo) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return
	}
	out.Mode = s.Mode
	out.Links, out.Inode = uint64(s.Nlink), s.Ino
	out.Major, out.Minor = uint64(s.Dev), uint64(s.Rdev)
	out.UID, out.GID = int(s.Uid), int(s.Gid)
	out.AccessTime = time.Unix(s.Atim.Unix())
	out.ChangeTime = time.Unix(s.Ctim.Unix())
}

// accessible asks the system whether the file may be used that way.
func accessible(path string, flag int, _ os.FileInfo) bool {
	const readable, writable = 4, 2
	mode := uint32(readable)
	if flag == os.O_WRONLY {
		mode = writable
	}
	return syscall.Access(path, mode) == nil
}
