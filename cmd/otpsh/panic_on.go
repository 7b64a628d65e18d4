//go:build otpsh_panic

package main

import "strings"

// failIfAsked is a defect on request: a test types it to see that the terminal
// is given back.
func failIfAsked(line string) {
	if strings.TrimSpace(line) == ":otpsh_panic" {
		panic("a defect on request")
	}
}
