module otpsh

go 1.26.0

require (
	github.com/c-bata/go-prompt v0.2.6
	github.com/fatih/color v1.19.0
	github.com/mattn/go-runewidth v0.0.19
	github.com/mtibben/confusables v0.0.0-20210201002637-9d1b0723b659
	github.com/olekukonko/tablewriter v1.1.5
	github.com/pbnjay/memory v0.0.0-20210728143218-7b4eea64cf58
	github.com/rivo/uniseg v0.4.7
	golang.org/x/term v0.47.0
	golang.org/x/text v0.43.0
)

require (
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/clipperhouse/displaywidth v0.10.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.6.0 // indirect
	github.com/mattn/go-colorable v0.1.14 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	github.com/mattn/go-tty v0.0.3 // indirect
	github.com/olekukonko/cat v0.0.0-20250911104152-50322a0618f6 // indirect
	github.com/olekukonko/errors v1.2.0 // indirect
	github.com/olekukonko/ll v0.1.6 // indirect
	github.com/pkg/term v1.2.0-beta.2
	github.com/yuin/goldmark v1.8.7
	golang.org/x/sys v0.49.0
)
