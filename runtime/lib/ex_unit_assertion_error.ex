# ExUnit.AssertionError, ExUnit.MultiError: how tests fail.

defmodule ExUnit.AssertionError do
  @moduledoc """
  Raised by an assertion that fails.

  Fields: `message`; `expr`, the assertion's code, quoted; `left` and `right`,
  its two sides; `args`, the arguments of a call that was falsy; `doctest`, the
  text of a doctest; `context`, how the sides are compared (`:==`, `:===`,
  `{:match, pins}` or `{:mailbox, pins, messages}`). A field that says nothing
  holds `no_value/0`.
  """

  @no_value :ex_unit_no_meaningful_value

  @type t :: %__MODULE__{
          left: any,
          right: any,
          message: any,
          expr: any,
          args: any,
          doctest: any,
          context: any
        }

  defexception left: @no_value,
               right: @no_value,
               message: @no_value,
               expr: @no_value,
               args: @no_value,
               doctest: @no_value,
               context: :==

  @doc "The atom that a field without a meaning holds."
  @spec no_value :: atom
  def no_value, do: @no_value

  @impl true
  def message(error), do: "\n\n" <> ExUnit.Formatter.format_assertion_error(error)
end

defmodule ExUnit.MultiError do
  @moduledoc """
  Raised to fail a test with several errors at once, each
  `{kind, reason, stacktrace}`.
  """

  @type t :: %__MODULE__{errors: [{Exception.kind(), any, Exception.stacktrace()}]}

  defexception errors: []

  @impl true
  def message(%{errors: errors}) do
    banners =
      for {kind, reason, stack} <- errors, do: Exception.format_banner(kind, reason, stack)

    "got the following errors:\n\n" <> Enum.join(banners, "\n\n")
  end
end
