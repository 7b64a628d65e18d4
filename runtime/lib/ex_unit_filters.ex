# ExUnit.Filters: which tests run, by their tags.

defmodule ExUnit.Filters do
  @moduledoc """
  Filters of tests. A filter is the name of a tag, or `{tag, value}`: the value
  is compared as text, a `Regex` is matched. `:line` and `:location` mean the
  test or the describe block at that line.
  """

  alias ExUnit.FailuresManifest

  @type t :: list({atom, Regex.t() | String.Chars.t()} | atom)
  @type location :: {:location, {String.t(), pos_integer | [pos_integer, ...]}}
  @type ex_unit_opts :: [exclude: [:test], include: [location, ...]] | []

  @doc "A path that may end in lines (`test/a_test.exs:10:20`), and the options that select them."
  @spec parse_path(String.t()) :: {String.t(), ex_unit_opts}
  def parse_path(file_path) do
    {[path], opts} = parse_paths([file_path])
    {path, opts}
  end

  @doc "As `parse_path/1`, for several."
  @spec parse_paths([String.t()]) :: {[String.t()], ex_unit_opts}
  def parse_paths(file_paths) do
    parsed = Enum.map(file_paths, &split_lines/1)
    locations = for {path, lines} <- parsed, lines != [], do: {:location, {path, lines}}
    opts = if locations == [], do: [], else: [exclude: [:test], include: locations]
    {Enum.map(parsed, &elem(&1, 0)), opts}
  end

  # {path, line or lines}
  defp split_lines(file_path) do
    case file_path |> Path.relative_to_cwd() |> String.split(":") do
      [path] ->
        {path, []}

      [path | parts] ->
        {more, numbers} = Enum.split_while(parts, &(line_number(&1) == nil))
        path = [path | more] |> Enum.join(":") |> Path.split() |> Path.join()

        case for(text <- numbers, line = checked_line(text), do: line) do
          [line] -> {path, line}
          lines -> {path, lines}
        end
    end
  end

  defp line_number(text) do
    case Integer.parse(text) do
      {line, ""} when line > 0 -> line
      _ -> nil
    end
  end

  defp checked_line(text) do
    line = line_number(text)
    if line == nil, do: IO.warn("invalid line number given as ExUnit filter: #{text}", [])
    line
  end

  @doc """
  Makes include and exclude filters unique, and takes out of the excluded ones
  those that the included ones override.
  """
  @spec normalize(t | nil, t | nil) :: {t, t}
  def normalize(include, exclude) do
    {include_names, include_pairs} = include |> List.wrap() |> Enum.uniq() |> by_form()
    {exclude_names, exclude_pairs} = exclude |> List.wrap() |> Enum.uniq() |> by_form()
    excluded = Map.new(exclude_pairs)
    overridden = for pair <- include_pairs, key = tagged(pair, excluded), do: key

    {include_names ++ include_pairs,
     (exclude_names -- include_names) ++ Keyword.drop(exclude_pairs, include_names ++ overridden)}
  end

  defp by_form(filters), do: Enum.split_with(filters, &is_atom/1)

  @doc "Filters from texts: `\"slow\"`, `\"os:unix\"`, `\"line:7\"`, `\"location:test/a_test.exs:7\"`."
  @spec parse([String.t()]) :: t
  def parse(filters) do
    for filter <- filters do
      case String.split(filter, ":", parts: 2) do
        ["line", line] -> {:line, String.to_integer(line)}
        ["location", location] -> {:location, split_lines(location)}
        [key, value] -> {String.to_atom(key), value}
        [key] -> String.to_atom(key)
      end
    end
  end

  @doc """
  The files and the tests that failed in the last run, of the manifest file;
  `:all` when all count as failed.
  """
  @spec failure_info(Path.t()) :: {MapSet.t(Path.t()), MapSet.t(ExUnit.test_id())} | :all
  def failure_info(manifest_file), do: FailuresManifest.info(manifest_file)

  @doc "Notes in the manifest file that all tests count as failed."
  @spec fail_all!(Path.t()) :: :ok
  def fail_all!(manifest_file), do: FailuresManifest.fail_all!(manifest_file)

  @doc """
  Whether a test with the tags runs. `collection` are the tests of its module,
  which say what a line means.
  """
  @spec eval(t, t, map, [ExUnit.Test.t()]) ::
          :ok | {:excluded, String.t()} | {:skipped, String.t()}
  def eval(include, exclude, tags, collection) when is_map(tags) do
    cond do
      Enum.any?(include, &tagged(&1, tags, collection)) ->
        skip(include, tags, collection)

      key = Enum.find_value(exclude, &tagged(&1, tags, collection)) ->
        {:excluded, "due to #{key} filter"}

      true ->
        skip(include, tags, collection)
    end
  end

  # A skipped test runs when a filter includes its skip tag by name.
  defp skip(include, %{skip: skip}, collection) when is_binary(skip) or skip == true do
    cond do
      Enum.any?(include, &tagged(&1, %{skip: skip}, collection)) -> :ok
      is_binary(skip) -> {:skipped, skip}
      true -> {:skipped, "due to skip tag"}
    end
  end

  defp skip(_include, _tags, _collection), do: :ok

  # The key of a filter that the tags fulfil, or something falsy.
  defp tagged({:location, {path, lines}}, %{line: _, describe_line: _} = tags, collection) do
    String.ends_with?(tags.file, path) and
      Enum.any?(List.wrap(lines), &tagged({:line, &1}, tags, collection)) and :location
  end

  defp tagged({:line, line}, %{line: _, describe_line: _} = tags, collection)
       when is_integer(line) do
    at_describe? = tags.describe_line == line
    describe? = Enum.any?(collection, &(&1.tags.describe_line == line))
    (at_describe? or (not describe? and tags.line == test_at(line, collection))) and :line
  end

  defp tagged(filter, tags, _collection), do: tagged(filter, tags)

  defp tagged({key, %Regex{} = regex}, tags) when is_atom(key) do
    case tags do
      %{^key => tag} -> to_string(tag) =~ regex and key
      _ -> false
    end
  end

  defp tagged({key, value}, tags) when is_atom(key) do
    case tags do
      %{^key => ^value} -> key
      %{^key => tag} -> text(tag) == text(value) and key
      _ -> false
    end
  end

  defp tagged(key, tags) when is_atom(key), do: Map.has_key?(tags, key) and key

  # A module may be written with and without Elixir's prefix.
  defp text(value), do: value |> to_string() |> String.replace_prefix("Elixir.", "")

  # The line of the last test that begins at the line or before it.
  defp test_at(line, collection) do
    collection
    |> Enum.map(& &1.tags.line)
    |> Enum.filter(&(&1 <= line))
    |> Enum.max(fn -> nil end)
  end
end
