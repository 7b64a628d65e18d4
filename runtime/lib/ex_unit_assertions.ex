# ExUnit.Assertions: assert, refute and their kin.

defmodule ExUnit.Assertions do
  @moduledoc """
  Assertions for tests. They are imported by `use ExUnit.Case`, and work in any
  code:

      import ExUnit.Assertions
      assert 1 + 1 == 2
      assert {:ok, value} = fetch()
      assert_receive {:reply, ^ref}
  """

  alias ExUnit.Assertions.Pattern

  @operators [:==, :<, :>, :<=, :>=, :===, :=~, :!==, :!=, :in]

  # Operators that cannot hold when both sides are the same term: the failure
  # says so, and shows one side.
  @unequal [assert: [:<, :>, :!==, :!=], refute: [:<=, :>=, :===, :==, :=~]]

  @doc """
  Asserts that an expression is truthy, and returns its value. A match, written
  `pattern = expression`, binds its variables and may not give `nil` or `false`.
  """
  defmacro assert({:=, meta, [left, right]} = assertion) do
    code = code(:assert, meta, assertion)

    check =
      quote generated: true do
        if right do
          :ok
        else
          raise ExUnit.AssertionError,
            expr: expr,
            message: "Expected truthy, got #{inspect(right)}"
        end
      end

    __match__(left, right, code, check, __CALLER__)
  end

  defmacro assert({:match?, meta, [left, right]} = assertion) do
    matched(:assert, left, right, code(:assert, meta, assertion), meta, __CALLER__)
  end

  defmacro assert(assertion) do
    with nil <- compared(:assert, assertion, __CALLER__) do
      {args, value} = arguments(assertion, __CALLER__)

      quote generated: true do
        if value = unquote(value) do
          value
        else
          raise ExUnit.AssertionError,
            args: unquote(args),
            expr: unquote(code(:assert, [], assertion)),
            message: "Expected truthy, got #{inspect(value)}"
        end
      end
    end
  end

  @doc "Asserts that a value is truthy; fails with the message, or the fields, given."
  def assert(value, message) when is_binary(message), do: assert(value, message: message)

  def assert(value, fields) when is_list(fields) do
    if !value, do: raise(ExUnit.AssertionError, fields)
    true
  end

  @doc "Asserts that an expression is `nil` or `false`, and returns its value."
  defmacro refute({:match?, meta, [left, right]} = assertion) do
    matched(:refute, left, right, code(:refute, meta, assertion), meta, __CALLER__)
  end

  defmacro refute(assertion) do
    case compared(:refute, assertion, __CALLER__) do
      nil ->
        {args, value} = arguments(assertion, __CALLER__)

        quote generated: true do
          if value = unquote(value) do
            raise ExUnit.AssertionError,
              args: unquote(args),
              expr: unquote(code(:refute, [], assertion)),
              message: "Expected false or nil, got #{inspect(value)}"
          else
            value
          end
        end

      comparison ->
        {:!, [generated: true], [comparison]}
    end
  end

  @doc "Asserts that a value is `nil` or `false`; fails with the message given."
  def refute(value, message), do: not assert(!value, message)

  # The assertion as it is printed: {:assert, _, [expression]}.
  defp code(kind, meta, expr), do: Macro.escape({kind, meta, [expr]}, prune_metadata: true)

  # An assertion on one of Kernel's operators keeps both sides for its failure.
  defp compared(kind, {op, meta, [left, right]} = expr, caller) when op in @operators do
    case Macro.Env.lookup_import(caller, {op, 2}) do
      [{_, Kernel}] ->
        call = {op, meta, [Macro.var(:left, __MODULE__), Macro.var(:right, __MODULE__)]}
        call = if kind == :assert, do: call, else: {:not, meta, [call]}
        word = if kind == :assert, do: "Assertion", else: "Refute"
        checks = op in @unequal[kind]

        compare(
          left,
          right,
          call,
          code(kind, meta, expr),
          "#{word} with #{op} failed",
          op,
          checks
        )

      _ ->
        nil
    end
  end

  defp compared(_kind, _expr, _caller), do: nil

  defp compare(left, right, call, code, message, op, false) do
    quote do
      left = unquote(left)
      right = unquote(right)

      ExUnit.Assertions.assert(unquote(call),
        left: left,
        right: right,
        expr: unquote(code),
        message: unquote(message),
        context: unquote(context(op))
      )
    end
  end

  defp compare(left, right, call, code, message, op, true) do
    quote do
      left = unquote(left)
      right = unquote(right)
      expr = unquote(code)
      message = unquote(message)

      if ExUnit.Assertions.__equal__?(left, right) do
        ExUnit.Assertions.assert(false,
          left: left,
          expr: expr,
          message: message <> ", both sides are exactly equal"
        )
      else
        ExUnit.Assertions.assert(unquote(call),
          left: left,
          right: right,
          expr: expr,
          message: message,
          context: unquote(context(op))
        )
      end
    end
  end

  defp context(op) when op in [:===, :!==], do: :===
  defp context(_op), do: :==

  @doc false
  def __equal__?(left, right), do: left === right

  # The arguments of a call are evaluated first, so that a failure can show
  # them; macros, operators and calls with literals only stay as they are.
  defp arguments({name, meta, [_ | _] = args} = expr, env) do
    arity = length(args)

    reserved =
      is_atom(name) and (Macro.special_form?(name, arity) or Macro.operator?(name, arity))

    case Macro.expand_once(expr, env) do
      ^expr when not reserved ->
        if Enum.all?(args, &Macro.quoted_literal?/1) do
          {ExUnit.AssertionError.no_value(), expr}
        else
          vars = for i <- 1..arity, do: Macro.var(:"arg#{i}", __MODULE__)

          value =
            quote do
              {unquote_splicing(vars)} = {unquote_splicing(args)}
              unquote({name, meta, vars})
            end

          {vars, value}
        end

      expanded ->
        {ExUnit.AssertionError.no_value(), expanded}
    end
  end

  defp arguments(expr, _env), do: {ExUnit.AssertionError.no_value(), expr}

  @matched [
    assert: "match (match?) failed",
    refute: "match (match?) succeeded, but should have failed"
  ]

  defp matched(kind, pattern, right, code, meta, caller) do
    test = {:match?, meta, [pattern, Macro.var(:right, __MODULE__)]}
    left = __expand_pattern__(pattern, caller)
    pins = Pattern.pins(left, caller)

    quote do
      right = unquote(right)
      left = unquote(Macro.escape(left))

      ExUnit.Assertions.unquote(kind)(unquote(test),
        right: right,
        left: left,
        expr: unquote(code),
        message: unquote(@matched[kind]) <> ExUnit.Assertions.__pins__(unquote(pins)),
        context: {:match, unquote(pins)}
      )
    end
  end

  @doc false
  def __match__({:when, _, _} = left, right, _code, _check, _caller) do
    suggestion = quote(do: assert(match?(unquote(left), unquote(right))))

    raise ArgumentError, """
    invalid pattern in assert/1:

    #{indented(left)}

    To assert with guards, use match?/2:

    #{indented(suggestion)}
    """
  end

  # Matches, and raises a failure that shows pattern and value.
  def __match__(left, right, code, check, caller) do
    left = __expand_pattern__(left, caller)
    vars = Pattern.vars(left)
    pins = Pattern.pins(left, caller)

    match =
      quote do
        case right do
          unquote(left) ->
            unquote(check)
            unquote(Pattern.generated(vars))

          _ ->
            left = unquote(Macro.escape(left))

            raise ExUnit.AssertionError,
              left: left,
              right: right,
              expr: expr,
              message: "match (=) failed" <> ExUnit.Assertions.__pins__(unquote(pins)),
              context: {:match, unquote(pins)}
        end
      end

    quote do
      right = unquote(right)
      expr = unquote(code)
      unquote(vars) = unquote(Pattern.silent(match))
      right
    end
  end

  defp indented(quoted) do
    quoted |> Macro.to_string() |> String.split("\n") |> Enum.map_join("\n", &("  " <> &1))
  end

  @doc false
  def __expand_pattern__(pattern, caller), do: Pattern.expand(pattern, caller)

  # The pinned variables that a person wrote, with their values.
  @doc false
  def __pins__(pins) do
    case for {{name, nil}, value} <- Enum.reverse(pins), do: "#{name} = #{inspect(value)}" do
      [] -> ""
      lines -> Enum.join(["\nThe following variables were pinned:" | lines], "\n  ")
    end
  end

  @doc """
  Asserts that a message that matches the pattern is in the mailbox or comes
  within `timeout` milliseconds (`:assert_receive_timeout` of ExUnit's
  configuration unless given). The message is taken, and returned.
  """
  defmacro assert_receive(pattern, timeout \\ nil, failure_message \\ nil) do
    awaited(pattern, timeout, failure_message, __CALLER__, code(:assert_receive, [], pattern))
  end

  @doc "As `assert_receive/3` for a message that has already come."
  defmacro assert_received(pattern, failure_message \\ nil) do
    awaited(pattern, 0, failure_message, __CALLER__, code(:assert_received, [], pattern))
  end

  defp awaited(pattern, timeout, failure_message, caller, code) do
    expanded = __expand_pattern__(pattern, caller)
    vars = Pattern.vars(expanded)
    pins = Pattern.pins(expanded, caller)

    clause =
      case expanded do
        {:when, meta, [left, guard]} ->
          {:when, meta, [quote(do: unquote(left) = received), guard]}

        left ->
          quote(do: unquote(left) = received)
      end

    matches =
      quote do
        case message do
          unquote(clause) ->
            _ = unquote(Pattern.generated(vars))
            true

          _ ->
            false
        end
      end

    on_timeout =
      if failure_message do
        quote(do: flunk(unquote(failure_message)))
      else
        quote do
          ExUnit.Assertions.__timeout__(
            unquote(Macro.escape(expanded)),
            unquote(code),
            unquote(pins),
            fn message -> unquote(Pattern.silent(matches)) end,
            timeout
          )
        end
      end

    quote do
      timeout = ExUnit.Assertions.__timeout__(unquote(timeout), :assert_receive_timeout)

      {received, unquote(vars)} =
        receive do
          unquote(clause) -> {received, unquote(Pattern.generated(vars))}
        after
          timeout -> unquote(on_timeout)
        end

      received
    end
  end

  @doc false
  def __timeout__(timeout, _key) when is_integer(timeout) and timeout >= 0, do: timeout
  def __timeout__(nil, key), do: Application.fetch_env!(:ex_unit, key)

  def __timeout__(timeout, _key) do
    raise ArgumentError, "timeout must be a non-negative integer, got: #{inspect(timeout)}"
  end

  @shown_messages 10

  @doc false
  def __timeout__(pattern, code, pins, matches?, timeout) do
    {:messages, messages} = Process.info(self(), :messages)

    if Enum.any?(messages, matches?) do
      raise ExUnit.AssertionError,
        expr: code,
        message: """
        Found message matching #{Macro.to_string(pattern)} after #{timeout}ms.

        This means the message was delivered too close to the timeout value, you may want to either:

          1. Give an increased timeout to `assert_receive/2`
          2. Increase the default timeout to all `assert_receive` in your
             test_helper.exs by setting ExUnit.configure(assert_receive_timeout: ...)
        """
    else
      raise ExUnit.AssertionError,
        left: pattern,
        expr: code,
        message:
          "Assertion failed, no matching message after #{timeout}ms" <>
            __pins__(pins) <> mailbox_text(length(messages)),
        context: {:mailbox, pins, Enum.take(messages, -@shown_messages)}
    end
  end

  defp mailbox_text(0), do: "\nThe process mailbox is empty."
  defp mailbox_text(1), do: "\nShowing 1 of 1 message in the mailbox"

  defp mailbox_text(count),
    do: "\nShowing #{min(count, @shown_messages)} of #{count} messages in the mailbox"

  @doc """
  Asserts that no message that matches the pattern is in the mailbox or comes
  within `timeout` milliseconds (`:refute_receive_timeout` unless given).
  """
  defmacro refute_receive(pattern, timeout \\ nil, failure_message \\ nil) do
    not_awaited(pattern, timeout, failure_message)
  end

  @doc "As `refute_receive/3` for a message that has already come."
  defmacro refute_received(pattern, failure_message \\ nil) do
    not_awaited(pattern, 0, failure_message)
  end

  defp not_awaited(pattern, timeout, failure_message) do
    quote do
      timeout = ExUnit.Assertions.__timeout__(unquote(timeout), :refute_receive_timeout)

      receive do
        unquote(unexpected(pattern, failure_message))
      after
        timeout -> false
      end
    end
  end

  defp unexpected(pattern, nil) do
    text = Macro.to_string(pattern)

    quote do
      unquote(pattern) = actual ->
        flunk("Unexpectedly received message #{inspect(actual)} (which matched #{unquote(text)})")
    end
  end

  defp unexpected(pattern, failure_message) do
    quote do
      unquote(pattern) -> flunk(unquote(failure_message))
    end
  end

  @doc """
  Asserts that the function raises the exception with the message, a string or
  a `Regex`. Returns the exception.
  """
  def assert_raise(exception, message, function) when is_function(function) do
    error = assert_raise(exception, function)
    text = Exception.message(error)

    matches? =
      cond do
        is_binary(message) -> text == message
        is_struct(message, Regex) -> text =~ message
      end

    if not matches? do
      flunk(
        "Wrong message for #{inspect(exception)}\n" <>
          "expected:\n  #{inspect(message)}\nactual:\n  #{inspect(text)}"
      )
    end

    error
  end

  @doc "Asserts that the function raises the exception, and returns it."
  def assert_raise(exception, function) when is_function(function) do
    try do
      function.()
    rescue
      error ->
        case error.__struct__ do
          ^exception ->
            check_error_message(exception, error)
            error

          ExUnit.AssertionError ->
            reraise error, __STACKTRACE__

          other ->
            message =
              "Expected exception #{inspect(exception)} but got #{inspect(other)} " <>
                "(#{Exception.message(error)})"

            reraise ExUnit.AssertionError, [message: message], __STACKTRACE__
        end
    else
      _ -> flunk("Expected exception #{inspect(exception)} but nothing was raised")
    end
  end

  defp check_error_message(exception, error) do
    exception.message(error)
  catch
    kind, reason ->
      flunk(
        "Got exception #{inspect(exception)} but it failed to produce a message with:\n\n" <>
          Exception.format(kind, reason, __STACKTRACE__)
      )
  end

  @doc "Asserts that two numbers differ by at most `delta`."
  def assert_in_delta(value1, value2, delta, message \\ nil)

  def assert_in_delta(_value1, _value2, delta, _message) when delta < 0 do
    raise ArgumentError, "delta must always be a positive number, got: #{inspect(delta)}"
  end

  def assert_in_delta(value1, value2, delta, message) do
    diff = abs(value1 - value2)

    message =
      message ||
        difference(value1, value2, diff) <> "to be less than or equal to #{inspect(delta)}"

    assert diff <= delta, message
  end

  @doc "Asserts that two numbers differ by `delta` or more."
  def refute_in_delta(value1, value2, delta, message \\ nil) do
    diff = abs(value1 - value2)

    message =
      if message do
        message <>
          " (difference between #{inspect(value1)} and #{inspect(value2)} " <>
          "is less than #{inspect(delta)})"
      else
        difference(value1, value2, diff) <> "to be more than #{inspect(delta)}"
      end

    refute diff < delta, message
  end

  defp difference(value1, value2, diff) do
    "Expected the difference between #{inspect(value1)} and #{inspect(value2)} (#{inspect(diff)}) "
  end

  @doc "Asserts that the expression throws, and returns what was thrown."
  defmacro catch_throw(expression), do: caught(:throw, expression)

  @doc "Asserts that the expression exits, and returns the reason."
  defmacro catch_exit(expression), do: caught(:exit, expression)

  @doc "Asserts that the expression raises an error, and returns it."
  defmacro catch_error(expression), do: caught(:error, expression)

  defp caught(kind, expression) do
    quote do
      try do
        _ = unquote(expression)
        flunk("Expected to catch #{unquote(kind)}, got nothing")
      rescue
        error in [ExUnit.AssertionError] -> reraise error, __STACKTRACE__
      catch
        unquote(kind), caught -> caught
      end
    end
  end

  @doc "Fails."
  @spec flunk(String.t()) :: no_return
  def flunk(message \\ "Flunked!") when is_binary(message), do: assert(false, message: message)
end
