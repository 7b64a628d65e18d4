# What `otpsh test` does: finds test files, loads them, runs their tests.

defmodule :otpsh_test do
  @moduledoc false
  # As `mix test`: a helper beside the tests is run first, command line options
  # win over what it configures. Returns the exit code.

  @switches [
    seed: :integer,
    only: :keep,
    include: :keep,
    exclude: :keep,
    trace: :boolean,
    timeout: :integer,
    slowest: :integer,
    slowest_modules: :integer,
    max_cases: :integer,
    max_failures: :integer,
    exit_status: :integer,
    repeat_until_failure: :integer,
    color: :boolean
  ]

  @folder "test"
  @helper "test_helper.exs"

  def run(args) do
    case OptionParser.parse(args, strict: @switches) do
      {opts, paths, []} ->
        run(opts, in_project(paths))

      {_opts, _paths, [{name, nil} | _]} ->
        refuse("#{name} is no option of test, or lacks its value")

      {_opts, _paths, [{name, value} | _]} ->
        refuse("#{name} does not take #{inspect(value)}")
    end
  end

  # In the folder of a mix project, or given it, the project is loaded and started
  # first.
  defp in_project(paths) do
    project =
      case paths do
        [dir] -> if :otpsh_project.project?(dir), do: dir
        _ -> nil
      end

    cond do
      project != nil ->
        :otpsh_project.start(project, :otpsh_project.env(:test))
        []

      :otpsh_project.project?(".") ->
        :otpsh_project.start(".", :otpsh_project.env(:test))
        paths

      true ->
        paths
    end
  end

  defp run(opts, paths) do
    {paths, selected} = ExUnit.Filters.parse_paths(paths)
    missing = Enum.reject(paths, &File.exists?/1)
    files = if paths == [], do: below(@folder), else: Enum.flat_map(paths, &files/1)

    cond do
      missing != [] -> refuse("no file or folder named #{Enum.join(missing, ", ")}")
      files == [] and paths == [] -> refuse("no tests: there is no file #{@folder}/**/*_test.exs")
      files == [] -> refuse("no tests: no file *_test.exs in #{Enum.join(paths, ", ")}")
      true -> run_files(Enum.uniq(files), opts, selected)
    end
  end

  defp files(path), do: if(File.dir?(path), do: below(path), else: [path])

  defp below(folder), do: folder |> Path.join("**/*_test.exs") |> Path.wildcard() |> Enum.sort()

  defp run_files(files, opts, selected) do
    :ok = Application.ensure_loaded(:ex_unit)
    configuration = configuration(opts)
    ExUnit.configure([autorun: false] ++ configuration)
    for folder <- helper_folders(files), do: Code.require_file(Path.join(folder, @helper))
    {:ok, _} = Application.ensure_all_started(:ex_unit)
    ExUnit.configure(configuration |> with_helper() |> Keyword.merge(selected))

    task = ExUnit.async_run()
    Enum.each(files, &Code.require_file/1)
    result = ExUnit.await_run(task)

    cond do
      result.failures > 0 -> Application.fetch_env!(:ex_unit, :exit_status)
      result.excluded == result.total and opts[:only] -> refuse("--only left no test to run")
      true -> 0
    end
  end

  # A helper stands in the folder of the tests, or in one above.
  defp helper_folders(files) do
    files |> Enum.map(&folder(Path.dirname(&1))) |> Enum.filter(& &1) |> Enum.uniq()
  end

  defp folder(path) do
    parent = Path.dirname(path)

    cond do
      File.regular?(Path.join(path, @helper)) -> path
      parent == path -> nil
      true -> folder(parent)
    end
  end

  # ExUnit's options for those of the command line.
  defp configuration(opts) do
    only = filters(opts, :only)
    include = filters(opts, :include) ++ only
    exclude = filters(opts, :exclude) ++ if(only == [], do: [], else: [:test])
    {color, opts} = opts |> Keyword.drop([:only, :include, :exclude]) |> Keyword.pop(:color)

    opts ++
      if(include == [], do: [], else: [include: include]) ++
      if(exclude == [], do: [], else: [exclude: exclude]) ++
      if(color == nil, do: [], else: [colors: [enabled: color]])
  end

  defp filters(opts, key), do: opts |> Keyword.get_values(key) |> ExUnit.Filters.parse()

  # Filters of the helper stay, beside those of the command line.
  defp with_helper(configuration) do
    for {key, value} <- configuration do
      if key in [:include, :exclude],
        do: {key, Enum.uniq(Application.get_env(:ex_unit, key, []) ++ value)},
        else: {key, value}
    end
  end

  defp refuse(message) do
    IO.puts(:stderr, "otpsh: " <> message)
    1
  end
end
