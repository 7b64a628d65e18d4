package main

import "otpsh/shell"

// helpText is what `otpsh help` prints.
var helpText = `otpsh: Elixir and OTP in one binary, to try, to learn, to break

  otpsh                         the shell
  otpsh FILE.exs [ARGS]         run a program (also: otpsh run FILE.exs [ARGS])
  otpsh FILE.otp                run a script of shell inputs, in a simulated world; prove a lesson
  otpsh learn [LESSON]          the next lesson, or one by name, number or file (list: all of them)
  otpsh new lesson NAME         write a lesson to begin with; docs/lessons.md is the format
  otpsh run DIR [-- ARGS]       compile and start a mix project, then the shell in it;
                                instead of the shell: -e EXPR, a FILE, or --no-halt
  otpsh test [OPTIONS] [FILES]  run ExUnit tests: *_test.exs in test, or FILES (also: FILE:LINE),
                                or of a mix project, which is started first;
                                lessons: *.otp, or a folder of them (-update: write their outputs)
  otpsh -e EXPR                 evaluate a text (may be repeated)
  otpsh help [COMMAND] | version

Options, before the file:
  --seed N                      run in a simulated world: virtual time, and the order of N
  --limit NAME=N                change a limit, as in heap=512M; :otpsh.limits() lists them
  --sandbox                     refuse files, programs, the environment and System.halt
  --strict                      the shell as IEx is: nothing of ours
  --dot-iex FILE                begin with FILE instead of .iex.exs; '' for neither
  --plain                       for screen readers: words for signs, no popup, no cursor movement
  --theme dark|light            the background of the terminal (also: OTPSH_THEME); NO_COLOR=1 for no colours

In the shell:
` + shell.HelpPage()
