// A module of its own, so that the languages it compares with are no
// dependencies of otpsh.
module otpsh/scripts/bench/hosted

go 1.26.0

require (
	github.com/d5/tengo/v2 v2.17.0
	github.com/yuin/gopher-lua v1.1.2
	otpsh v0.0.0
)

require (
	github.com/mtibben/confusables v0.0.0-20210201002637-9d1b0723b659 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace otpsh => ../../..
