# Running a mix project from its source: `otpsh run DIR`, and `otpsh test` in one.

defmodule :otpsh_project do
  @moduledoc false
  # mix.exs is evaluated, config/config.exs and config/runtime.exs are read, the
  # files of elixirc_paths are compiled together, and the application is started
  # after those that it needs. Dependencies are compiled likewise, where they are
  # (path:, in_umbrella:, deps/NAME); none is fetched.

  @file_name "mix.exs"

  def project?(dir), do: File.regular?(Path.join(dir, @file_name))

  # Loads and starts the project of a folder, which becomes the current one.
  # Raises Mix.Error when that fails; what the compiler had to say is told.
  def start(dir, env) do
    with {:error, reason} <- File.stat(dir), do: Mix.raise("the folder #{dir}: #{:file.format_error(reason)}")
    if not project?(dir), do: Mix.raise("#{dir} is no mix project: it has no #{@file_name}")
    File.cd!(dir)
    Mix.env(env)
    config = read_project(File.cwd!())
    configured = configuration(config)
    :ok = Application.put_all_env(configured)
    apps = load(config, %{dirs: [], apps: [], missing: []}) |> tell_missing()
    :ok = Application.put_all_env(configured)
    runtime = Path.join(Path.dirname(config[:config_path]), "runtime.exs")
    if File.regular?(runtime), do: :ok = Application.put_all_env(Config.Reader.read!(runtime, env: env, target: Mix.target()))
    note_sources(config)
    Enum.each(apps, &start_app(&1, config))
  end

  # -- Again --------------------------------------------------------------------

  @sources {:otpsh_mix, :sources}

  # Compiles the project's own files again when any has changed since, is new or
  # has gone.
  def recompile(force?) do
    case :persistent_term.get(@sources, nil) do
      nil ->
        :no_project

      {config, before} ->
        now = stamps(config)
        if force? or now != before, do: compile_again(config, length(now)), else: :noop
    end
  end

  defp compile_again(config, count) do
    IO.puts("Compiling #{count} #{if count == 1, do: "file", else: "files"} (.ex)")
    before = Code.get_compiler_option(:ignore_module_conflict)
    Code.put_compiler_option(:ignore_module_conflict, true)

    try do
      File.cd!(config[:dir], fn -> Kernel.ParallelCompiler.compile(files(config), return_diagnostics: true) end)
    after
      Code.put_compiler_option(:ignore_module_conflict, before)
    end
    |> case do
      {:ok, _, _} ->
        note_sources(config)
        :ok

      {:error, _, _} ->
        :error
    end
  end

  defp note_sources(config), do: :persistent_term.put(@sources, {config, stamps(config)})

  defp stamps(config) do
    for file <- files(config) do
      %{mtime: time, size: size} = File.stat!(file)
      {file, time, size}
    end
  end

  # The environment of a command: MIX_ENV, or what holds without it.
  def env(default) do
    case System.get_env("MIX_ENV") do
      none when none in [nil, ""] -> default
      env -> String.to_atom(env)
    end
  end

  defp read_project(dir) do
    file = Path.join(dir, @file_name)
    before = Mix.Project.get()
    Code.compile_file(file)
    module = Mix.Project.get()

    if module == before or module == nil do
      Mix.raise("#{Path.relative_to_cwd(file)} defines no project: no module in it says use Mix.Project")
    end

    config = Mix.Project.config()
    check_version(config)
    config |> Keyword.put(:dir, dir) |> Keyword.put(:module, module)
  end

  defp check_version(config) do
    with requirement when is_binary(requirement) <- config[:elixir] do
      if not Version.match?(System.version(), requirement) do
        Mix.raise(
          "You're trying to run #{inspect(config[:app])} on Elixir v#{System.version()} but it has declared in its mix.exs file it supports only Elixir #{requirement}"
        )
      end
    end
  end

  defp configuration(config) do
    if File.regular?(config[:config_path]),
      do: Config.Reader.read!(config[:config_path], env: Mix.env(), target: Mix.target()),
      else: []
  end

  # -- Loading ------------------------------------------------------------------

  # Dependencies first; a folder is loaded once.
  defp load(config, state) do
    state = %{state | dirs: [config[:dir] | state.dirs]}
    if config[:apps_path], do: load_umbrella(config, state), else: load_app(config, state)
  end

  defp load_umbrella(config, state) do
    Path.join([config[:dir], config[:apps_path], "*", @file_name])
    |> Path.wildcard()
    |> Enum.reduce(state, &load_other(Path.dirname(&1), Mix.env(), &2))
  end

  defp load_app(config, state) do
    deps = for dep <- config[:deps], {name, opts} = dependency(dep), wanted?(opts), do: {name, opts}
    state = Enum.reduce(deps, state, &load_dependency(&1, config, &2))
    modules = compile(config)
    spec = specification(config, deps, state.missing) ++ [modules: modules]
    :application.unload(config[:app])
    :ok = :application.load({:application, config[:app], spec})
    :persistent_term.put({:otpsh_app_dir, config[:app]}, config[:dir])
    %{state | apps: state.apps ++ [config[:app]]}
  end

  defp dependency({name, requirement}) when is_binary(requirement), do: {name, []}
  defp dependency({name, opts}) when is_list(opts), do: {name, opts}
  defp dependency({name, _requirement, opts}), do: {name, opts}
  defp dependency(other), do: Mix.raise("Dependency specified in the wrong format: #{inspect(other)}")

  defp wanted?(opts), do: opts[:only] == nil or Mix.env() in List.wrap(opts[:only])

  defp load_dependency({name, opts}, config, state) do
    dir = folder(name, opts, config)

    cond do
      project?(dir) ->
        env = if opts[:in_umbrella], do: Mix.env(), else: opts[:env] || :prod
        load_other(dir, env, state)

      Application.load(name) in [:ok, {:error, {:already_loaded, name}}] ->
        state

      true ->
        %{state | missing: [{name, dir} | state.missing]}
    end
  end

  defp folder(name, opts, config) do
    cond do
      opts[:in_umbrella] -> Path.expand("../#{name}", config[:dir])
      opts[:path] -> Path.expand(opts[:path], config[:dir])
      true -> Path.expand("#{config[:deps_path]}/#{name}", config[:dir])
    end
  end

  # Another project is read and compiled in its own folder and environment.
  defp load_other(dir, env, state) do
    if dir in state.dirs, do: state, else: in_project(dir, env, &load(&1, state))
  end

  defp in_project(dir, env, work) do
    before = Mix.env()
    Mix.env(env)

    try do
      File.cd!(dir, fn -> work.(read_project(dir)) end)
    after
      Mix.Project.pop()
      Mix.env(before)
    end
  end

  defp tell_missing(%{missing: []} = state), do: state.apps

  defp tell_missing(state) do
    for {name, dir} <- Enum.reverse(state.missing) do
      IO.puts(:stderr, "otpsh: the dependency #{name} is not in #{Path.relative_to_cwd(dir)}: code that uses it fails. otpsh fetches nothing; mix deps.get does.")
    end

    state.apps
  end

  # -- Compiling ----------------------------------------------------------------

  defp compile(config) do
    case Kernel.ParallelCompiler.compile(files(config), return_diagnostics: true) do
      {:ok, modules, _warnings} -> modules
      {:error, _errors, _warnings} -> exit({:shutdown, 1})
    end
  end

  defp files(config) do
    for path <- config[:elixirc_paths], file <- sources(Path.expand(path, config[:dir])), do: file
  end

  defp sources(path) do
    cond do
      File.dir?(path) -> path |> Path.join("**/*.ex") |> Path.wildcard() |> Enum.sort()
      File.regular?(path) -> [path]
      true -> []
    end
  end

  # -- The application ----------------------------------------------------------

  defp specification(config, deps, missing) do
    module = config[:module]
    said = if function_exported?(module, :application, 0), do: module.application(), else: []
    extra = Keyword.get(said, :extra_applications, [])
    running = for {name, opts} <- deps, opts[:runtime] != false and opts[:app] != false, do: name
    needed = Keyword.get(said, :applications) || Enum.map(extra, &without_optional/1) ++ running
    needed = Enum.reject(needed, &(List.keymember?(missing, &1, 0) or unknown?(&1)))

    [
      description: to_charlist(Keyword.get(said, :description, config[:description] || Atom.to_string(config[:app]))),
      vsn: to_charlist(config[:version] || ""),
      registered: Keyword.get(said, :registered, []),
      applications: Enum.uniq([:kernel, :stdlib, :elixir] ++ needed)
    ] ++ Keyword.take(said, [:env, :mod, :included_applications, :start_phases])
  end

  defp without_optional({app, _mode}), do: app
  defp without_optional(app), do: app

  # Applications of Erlang that otpsh does not have are not started.
  defp unknown?(app) do
    case Application.load(app) do
      :ok -> false
      {:error, {:already_loaded, _}} -> false
      {:error, _} -> true
    end
  end

  defp start_app(app, config) do
    type = if config[:start_permanent], do: :permanent, else: :temporary

    case Application.ensure_all_started(app, type) do
      {:ok, _} -> :ok
      {:error, {app, reason}} -> Mix.raise("Could not start application #{app}: #{Application.format_error(reason)}")
    end
  end
end
