//go:build !otpsh_panic

package main

// failIfAsked panics in a build for tests; see panic_on.go.
func failIfAsked(string) {}
