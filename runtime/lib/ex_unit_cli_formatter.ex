# ExUnit.CLIFormatter: what a person sees of a suite.

defmodule ExUnit.CLIFormatter do
  @moduledoc false
  use GenServer

  import ExUnit.Formatter,
    only: [format_times: 1, format_filters: 2, format_test_failure: 5, format_test_all_failure: 5]

  @colors [
    diff_delete: :red,
    diff_delete_whitespace: "\e[48;5;88m",
    diff_insert: :green,
    diff_insert_whitespace: "\e[48;5;28m",
    success: :green,
    invalid: :yellow,
    skipped: :yellow,
    failure: :red,
    error_info: :red,
    extra_info: :cyan,
    location_info: [:bright, :black]
  ]

  # `types` counts tests by their :test_type, `timings` are the tests that ran
  # when the slowest are asked for.
  @impl true
  def init(opts) do
    IO.puts("Running ExUnit with seed: #{opts[:seed]}, max_cases: #{opts[:max_cases]}")

    for key <- [:exclude, :include], opts[key] != [] do
      IO.puts(format_filters(opts[key], key))
    end

    IO.puts("")

    colors =
      @colors |> Keyword.merge(opts[:colors]) |> Keyword.put_new(:enabled, IO.ANSI.enabled?())

    {:ok,
     %{
       trace: opts[:trace],
       colors: colors,
       width: width(),
       slowest: opts[:slowest],
       slowest_modules: opts[:slowest_modules],
       types: %{},
       timings: [],
       failures: 0,
       skipped: 0,
       excluded: 0,
       invalid: 0
     }}
  end

  defp width do
    case :io.columns() do
      {:ok, width} -> max(40, width)
      _ -> 80
    end
  end

  @impl true
  def handle_cast({:suite_finished, times}, state) do
    if all_excluded?(state), do: IO.puts(paint(:invalid, "All tests have been excluded.", state))
    IO.write("\n")
    IO.puts(format_times(times))
    if state.slowest > 0, do: IO.puts(slowest_tests(state, times.run))
    if state.slowest_modules > 0, do: IO.puts(slowest_modules(state, times.run))
    summary(state)
    {:noreply, state}
  end

  def handle_cast({:module_started, module}, %{trace: true} = state) do
    IO.puts("\n#{inspect(module.name)} [#{Path.relative_to_cwd(module.file)}]")
    if module.parameters != %{}, do: IO.puts("Parameters: #{inspect(module.parameters)}")
    {:noreply, state}
  end

  # The tests of the module that had passed have failed now.
  def handle_cast({:module_finished, %{state: {:failed, failures}} = module}, state) do
    state =
      Map.update!(state, :failures, &(&1 + Enum.count(module.tests, fn t -> t.state == nil end)))

    painter = &piece(&1, &2, state)
    show(format_test_all_failure(module, failures, state.failures, state.width, painter), state)
    {:noreply, state}
  end

  def handle_cast({:test_started, test}, %{trace: true} = state) do
    IO.write("#{title(test)} [#{line(test)}]")
    {:noreply, state}
  end

  def handle_cast({:test_finished, test}, state) do
    state =
      Map.update!(state, :types, fn types ->
        Map.update(types, test.tags.test_type, 1, &(&1 + 1))
      end)

    {:noreply, finished(test.state, test, state)}
  end

  def handle_cast(:max_failures_reached, state) do
    IO.write(paint(:failure, "--max-failures reached, aborting test suite", state))
    {:noreply, state}
  end

  def handle_cast(_event, state), do: {:noreply, state}

  # One test.

  defp finished(nil, test, state) do
    mark(:success, ".", timed(test), state)
    timing(test, state)
  end

  defp finished({:excluded, _reason}, test, state) do
    if state.trace, do: IO.puts(traced(test, "excluded"))
    Map.update!(state, :excluded, &(&1 + 1))
  end

  defp finished({:skipped, _reason}, test, state) do
    mark(:skipped, "*", traced(test, "skipped"), state)
    Map.update!(state, :skipped, &(&1 + 1))
  end

  defp finished({:invalid, _module}, test, state) do
    mark(:invalid, "?", timed(test), state)
    Map.update!(state, :invalid, &(&1 + 1))
  end

  defp finished({:failed, failures}, test, state) do
    if state.trace, do: IO.puts(paint(:failure, timed(test), state))
    state = Map.update!(state, :failures, &(&1 + 1))
    painter = &piece(&1, &2, state)
    show(format_test_failure(test, failures, state.failures, state.width, painter), state)
    logs(test.logs)
    timing(test, state)
  end

  defp mark(key, _mark, line, %{trace: true} = state), do: IO.puts(paint(key, line, state))
  defp mark(key, mark, _line, state), do: IO.write(paint(key, mark, state))

  defp timing(_test, %{slowest: 0, slowest_modules: 0} = state), do: state
  defp timing(test, state), do: %{state | timings: [%{test | logs: ""} | state.timings]}

  defp show(text, state) do
    IO.puts(if state.trace, do: "", else: "\n")
    IO.puts(text)
  end

  defp logs(""), do: :ok

  defp logs(text) do
    indent = "\n     "
    IO.puts(["     The following output was logged:", indent, String.replace(text, "\n", indent)])
  end

  # Lines of the trace; the second writes over the first.

  defp title(test), do: String.replace("  * #{test.name}", "\n", " ")
  defp line(test), do: "L##{test.tags.line}"
  defp timed(test), do: traced(test, "#{milliseconds(test.time)}ms")
  defp traced(test, word), do: "\r#{title(test)} (#{word}) [#{line(test)}]"

  # Microseconds as milliseconds; two digits only for what is under a tenth.
  defp milliseconds(us) do
    case div(us, 10) do
      hundredths when hundredths < 10 -> "0.0#{hundredths}"
      hundredths -> "#{div(hundredths, 100)}.#{rem(div(hundredths, 10), 10)}"
    end
  end

  # The end.

  defp slowest_tests(state, run_us) do
    tests = state.timings |> Enum.sort_by(&(-&1.time)) |> Enum.take(state.slowest)
    total = tests |> Enum.map(& &1.time) |> Enum.sum()

    lines =
      for test <- tests do
        place = "#{Path.relative_to_cwd(test.tags.file)}:#{test.tags.line}"
        "#{title(test)} (#{inspect(test.module)}) (#{milliseconds(test.time)}ms) [#{place}]\n"
      end

    [slowest(state.slowest, total, run_us) | lines]
  end

  defp slowest_modules(state, run_us) do
    modules =
      state.timings
      |> Enum.group_by(&{&1.module, &1.tags.file}, & &1.time)
      |> Enum.map(fn {module, times} -> {module, Enum.sum(times)} end)
      |> Enum.sort_by(fn {_module, time} -> time end, :desc)
      |> Enum.take(state.slowest_modules)

    total = modules |> Enum.map(&elem(&1, 1)) |> Enum.sum()

    lines =
      for {{module, file}, time} <- modules do
        "#{inspect(module)} (#{milliseconds(time)}ms)\n [#{Path.relative_to_cwd(file)}]\n"
      end

    [slowest(state.slowest_modules, total, run_us) | lines]
  end

  defp slowest(count, us, run_us) do
    percentage = Float.round(us / run_us * 100, 1)
    time = milliseconds(div(us, 1000))
    "\nTop #{count} slowest (#{time}s), #{percentage}% of total time:\n\n"
  end

  defp summary(state) do
    tests =
      for {type, count} <- Enum.sort(state.types) do
        "#{count} #{plural(count, type, ExUnit.plural_rule(to_string(type)))}, "
      end

    parts = [
      "#{tests}#{state.failures} #{plural(state.failures, "failure", "failures")}",
      if(state.excluded > 0, do: "#{state.excluded} excluded"),
      if(state.invalid > 0, do: "#{state.invalid} invalid"),
      if(state.skipped > 0, do: paint(:skipped, "#{state.skipped} skipped", state))
    ]

    key =
      cond do
        state.failures > 0 -> :failure
        state.invalid > 0 or all_excluded?(state) -> :invalid
        true -> :success
      end

    IO.puts(paint(key, parts |> Enum.filter(& &1) |> Enum.join(", "), state))
  end

  defp all_excluded?(state) do
    total = state.types |> Map.values() |> Enum.sum()
    total > 0 and state.excluded == total
  end

  defp plural(1, singular, _plural), do: singular
  defp plural(_count, _singular, plural), do: plural

  # Colours.

  # What ExUnit.Formatter asks for.
  defp piece(:diff_enabled?, _default, %{colors: colors}), do: colors[:enabled]

  defp piece(:blame_diff, text, state) do
    if state.colors[:enabled], do: paint(:diff_delete, text, state), else: "-#{text}-"
  end

  defp piece(key, doc, %{colors: colors})
       when key in [:diff_delete, :diff_delete_whitespace, :diff_insert, :diff_insert_whitespace] do
    if colors[:enabled],
      do: Inspect.Algebra.color_doc(doc, key, %Inspect.Opts{syntax_colors: colors}),
      else: doc
  end

  defp piece(key, text, state), do: paint(key, text, state)

  defp paint(key, text, %{colors: colors}) do
    case colors[:enabled] && colors[key] do
      escape when escape in [nil, false] ->
        text

      escape ->
        [escape, text, :reset] |> IO.ANSI.format_fragment(true) |> IO.iodata_to_binary()
    end
  end
end
