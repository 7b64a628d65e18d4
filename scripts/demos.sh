#!/usr/bin/env bash
# Runs every demo twice: it must end well, and print the same both times.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$(mktemp -d)/otpsh
go build -o "$bin" ./cmd/otpsh
for demo in scripts/demos/*.otp; do
  first=$(timeout 60 "$bin" "$demo")
  second=$(timeout 60 "$bin" "$demo")
  [ "$first" = "$second" ] || { echo "$demo: two runs differ"; exit 1; }
  echo "ok $demo"
done
