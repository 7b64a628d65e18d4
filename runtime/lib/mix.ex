# Mix: what a mix.exs needs to be read. Building, fetching and tasks are mix's
# own business; otpsh runs a project from its source.

defmodule Mix do
  @moduledoc "The environment of a mix project that otpsh runs: `Mix.env/0` and what mix.exs asks for."

  @doc "The environment: MIX_ENV, or :dev; in tests :test."
  def env, do: :persistent_term.get({:otpsh_mix, :env}, nil) || String.to_atom(System.get_env("MIX_ENV", "dev"))

  @doc "Sets the environment."
  def env(env) when is_atom(env), do: :persistent_term.put({:otpsh_mix, :env}, env)

  @doc "The target: MIX_TARGET, or :host."
  def target, do: String.to_atom(System.get_env("MIX_TARGET", "host"))

  @doc "Raises what ends mix with a message."
  def raise(message), do: Kernel.raise(Mix.Error, message: message)
  def raise(message, opts), do: Kernel.raise(Mix.Error, [message: message] ++ Keyword.take(opts, [:exit_status]))

  @doc "Whether the project wants debug output."
  def debug?, do: System.get_env("MIX_DEBUG") in ["1", "true"]

  @doc "The shell of mix's tasks: it writes to the terminal."
  def shell, do: Mix.Shell.IO

  @doc "Packages cannot be installed: RuntimeError."
  def install(_deps, _opts \\ []), do: Kernel.raise("otpsh fetches no packages: Mix.install/2 needs real Elixir")
end

defmodule Mix.Error do
  defexception [:message, exit_status: 1, mix: nil]
end

defmodule Mix.Shell.IO do
  @moduledoc "Writes to the terminal."

  def info(message), do: message |> IO.ANSI.format() |> IO.puts()
  def error(message), do: IO.puts(:stderr, IO.ANSI.format(message))
end

defmodule Mix.Project do
  @moduledoc "The project of a mix.exs: `use Mix.Project`, `project/0` and `application/0`."

  @project {:otpsh_mix, :project}

  defmacro __using__(_opts) do
    quote(do: @after_compile(Mix.Project))
  end

  @doc false
  def __after_compile__(env, _code), do: push(env.module, env.file)

  @doc false
  def push(module, file \\ nil), do: :persistent_term.put(@project, [{module, file} | stack()])

  @doc false
  def pop do
    case stack() do
      [top | rest] ->
        :persistent_term.put(@project, rest)
        top

      [] ->
        nil
    end
  end

  defp stack, do: :persistent_term.get(@project, [])

  @doc "The module of the project; nil when there is none."
  def get do
    case stack() do
      [{module, _} | _] -> module
      [] -> nil
    end
  end

  @doc "The module of the project; Mix.NoProjectError when there is none."
  def get!, do: get() || raise(Mix.NoProjectError, [])

  @doc "The file of the project; nil when there is none."
  def project_file do
    case stack() do
      [{_, file} | _] -> file
      [] -> nil
    end
  end

  @doc "What project/0 of the project says, over what holds without it."
  def config do
    case get() do
      nil -> defaults()
      module -> Keyword.merge(defaults(), module.project())
    end
  end

  defp defaults do
    [
      aliases: [],
      build_embedded: false,
      build_per_environment: true,
      build_scm: Mix.SCM.Path,
      config_path: "config/config.exs",
      consolidate_protocols: true,
      default_task: "run",
      deps: [],
      deps_path: System.get_env("MIX_DEPS_PATH", "deps"),
      elixirc_paths: ["lib"],
      erlc_paths: ["src"],
      erlc_include_path: "include",
      erlc_options: [],
      lockfile: "mix.lock",
      start_permanent: false
    ]
  end

  @doc "Whether the project is an umbrella of others."
  def umbrella?(config \\ config()), do: config[:apps_path] != nil

  @doc "Where dependencies are."
  def deps_path(config \\ config()), do: Path.expand(config[:deps_path])
end

defmodule Mix.NoProjectError do
  defexception message: "Could not find a Mix.Project, please ensure you are running Mix in a directory with a mix.exs file"
end
