package lessons

import (
	"fmt"
	"strings"
)

// This file is the lesson that a teacher begins with.

// Skeleton is the text of a new lesson: one that is proved as it stands, with a
// definition, inputs, a prediction and a task to write over.
func Skeleton(name string) string {
	title := strings.ReplaceAll(strings.TrimLeft(name, "0123456789-"), "-", " ")
	if title == "" {
		title = name
	}
	return fmt.Sprintf(skeleton, strings.ToUpper(title[:1])+title[1:])
}

const skeleton = "---\n" +
	"otp: 1\n" +
	"title: %[1]s\n" +
	"seed: 1\n" +
	"---\n" +
	`# %[1]s

One or two sentences: what the learner can do at the end.

## Look at it
Each heading of the second level begins a step. This definition is shown and
loaded:

` + "```elixir file=lib/box.ex" + `
defmodule Box do
  use Agent

  def start_link(value), do: Agent.start_link(fn -> value end, name: __MODULE__)
  def get, do: Agent.get(__MODULE__, & &1)
  def put(value), do: Agent.update(__MODULE__, fn _ -> value end)
end
` + "```" + `

The learner types these inputs, or presses Enter; ` + "`otpsh test -update FILE`" + ` writes
what they show:

` + "```iex" + `
iex> {:ok, pid} = Box.start_link(1)
{:ok, #PID<...>}
iex> Box.get()
1
` + "```" + `

## Foresee it
` + "```predict" + `
The box is killed. What does Box.get() do?
( ) it gives 1            => 1
(x) it exits              => ** (exit)  | nobody starts it again
run: .kill Box
ask: Box.get()
` + "```" + `

## Do it
` + "```task" + `
Put 42 into the box.
` + "```" + `
` + "```check" + `
alive?(Box)          # else: the box is gone; .reset brings it back
Box.get() == 42      # else: there is something else in the box
` + "```" + `
` + "```hint" + `
Which function of Box takes a value?
` + "```" + `
` + "```solution" + `
iex> Box.put(42)
:ok
` + "```" + `
`
