# Application: application environments, and starting and stopping applications.

defmodule Application do
  @moduledoc """
  Applications: their environment (configuration) and, for those with a
  callback module, starting and stopping their supervision tree.
  """

  @type app :: atom
  @type key :: atom
  @type value :: term
  @type restart_type :: :permanent | :transient | :temporary

  @callback start(start_type :: term, start_args :: term) ::
              {:ok, pid} | {:ok, pid, term} | {:error, term}
  @callback start_phase(phase :: term, start_type :: term, phase_args :: term) ::
              :ok | {:error, term}
  @callback prep_stop(state :: term) :: term
  @callback stop(state :: term) :: term
  @callback config_change(changed :: keyword, new :: keyword, removed :: [atom]) :: :ok
  @optional_callbacks start_phase: 3, prep_stop: 1, config_change: 3

  @doc false
  defmacro __using__(_) do
    quote location: :keep do
      @behaviour Application

      @doc false
      def stop(_state), do: :ok

      defoverridable Application
    end
  end

  @application_keys [
    :description,
    :id,
    :vsn,
    :modules,
    :maxP,
    :maxT,
    :registered,
    :included_applications,
    :optional_applications,
    :applications,
    :mod,
    :start_phases
  ]

  @doc "The specification of an application, as a keyword list."
  def spec(app) when is_atom(app) do
    case :application.get_all_key(app) do
      {:ok, info} -> info |> Keyword.take(@application_keys)
      :undefined -> nil
    end
  end

  def spec(app, key) when is_atom(app) and key in @application_keys do
    case :application.get_key(app, key) do
      {:ok, value} -> value
      :undefined -> nil
    end
  end

  @doc "The application that a module belongs to."
  def get_application(module) when is_atom(module) do
    case :application.get_application(module) do
      {:ok, app} -> app
      :undefined -> nil
    end
  end

  def get_all_env(app) when is_atom(app), do: :application.get_all_env(app)

  @doc "The value of a key of an application's environment."
  def get_env(app, key, default \\ nil) when is_atom(app) do
    warn_unless_atom(key)
    :application.get_env(app, key, default)
  end

  defp warn_unless_atom(key) when is_atom(key), do: :ok

  defp warn_unless_atom(key),
    do: IO.warn("passing non-atom as application env key is deprecated, got: #{inspect(key)}")

  def fetch_env(app, key) when is_atom(app) do
    warn_unless_atom(key)

    case :application.get_env(app, key) do
      {:ok, value} -> {:ok, value}
      :undefined -> :error
    end
  end

  def fetch_env!(app, key) when is_atom(app) do
    case fetch_env(app, key) do
      {:ok, value} ->
        value

      :error ->
        raise ArgumentError, not_fetched(app, key)
    end
  end

  def put_env(app, key, value, opts \\ []) when is_atom(app) and is_list(opts) do
    warn_unless_atom(key)
    :application.set_env(app, key, value, opts)
  end

  def put_all_env(config, opts \\ []) when is_list(config) and is_list(opts) do
    :application.set_env(config, opts)
  end

  def delete_env(app, key, _opts \\ []) when is_atom(app) do
    warn_unless_atom(key)
    :application.unset_env(app, key)
  end

  @doc "As `get_env/3`, read when the module is compiled."
  defmacro compile_env(app, key_or_path, default \\ nil) when is_atom(app) do
    outside_functions!(__CALLER__, "compile_env/3")

    quote do
      Application.compile_env(__ENV__, unquote(app), unquote(key_or_path), unquote(default))
    end
  end

  defmacro compile_env!(app, key_or_path) when is_atom(app) do
    outside_functions!(__CALLER__, "compile_env!/2")

    quote do
      Application.compile_env!(__ENV__, unquote(app), unquote(key_or_path))
    end
  end

  defp outside_functions!(%{function: nil}, _name), do: :ok

  defp outside_functions!(_env, name) do
    raise "Application.#{name} cannot be called inside functions, only in the module body"
  end

  @doc false
  def compile_env(_env, app, key_or_path, default) do
    case fetch_path(app, key_or_path) do
      {:ok, value} -> value
      :error -> default
    end
  end

  @doc false
  def compile_env!(_env, app, key_or_path) do
    case fetch_path(app, key_or_path) do
      {:ok, value} -> value
      :error -> raise ArgumentError, not_fetched(app, key_or_path)
    end
  end

  defp not_fetched(app, key) do
    reason =
      case :application.get_key(app, :vsn) do
        {:ok, _} -> "because configuration at #{inspect(key)} was not set"
        :undefined -> "because the application was not loaded nor configured"
      end

    "could not fetch application environment #{inspect(key)} for application " <>
      "#{inspect(app)} #{reason}"
  end

  defp fetch_path(app, key) when is_atom(key), do: fetch_env(app, key)

  defp fetch_path(app, [key | path]) do
    Enum.reduce_while(path, fetch_env(app, key), fn
      _key, :error -> {:halt, :error}
      key, {:ok, value} -> {:cont, Access.fetch(value, key)}
    end)
  end

  # Starting and stopping.

  def start(app, type \\ :temporary) when is_atom(app), do: :application.start(app, type)

  def ensure_started(app, type \\ :temporary) when is_atom(app),
    do: :application.ensure_started(app, type)

  def ensure_all_started(app_or_apps, type_or_opts \\ [])

  def ensure_all_started(app, type) when is_atom(type), do: ensure_all_started(app, type: type)

  def ensure_all_started(app, opts) when is_atom(app), do: ensure_all_started([app], opts)

  def ensure_all_started(apps, opts) when is_list(apps) and is_list(opts) do
    type = Keyword.get(opts, :type, :temporary)

    Enum.reduce_while(apps, {:ok, []}, fn app, {:ok, started} ->
      case :application.ensure_all_started(app, type) do
        {:ok, more} -> {:cont, {:ok, started ++ more}}
        error -> {:halt, error}
      end
    end)
  end

  def stop(app) when is_atom(app), do: :application.stop(app)
  def load(app) when is_atom(app), do: :application.load(app)
  def unload(app) when is_atom(app), do: :application.unload(app)

  def ensure_loaded(app) when is_atom(app) do
    case :application.load(app) do
      :ok -> :ok
      {:error, {:already_loaded, ^app}} -> :ok
      error -> error
    end
  end

  def loaded_applications, do: :application.loaded_applications()
  def started_applications(timeout \\ 5000), do: :application.which_applications(timeout)

  @doc "The directory of an application: that of a project which was run from its source; no other has one."
  def app_dir(app) when is_atom(app) do
    :persistent_term.get({:otpsh_app_dir, app}, nil) || raise ArgumentError, "unknown application: #{inspect(app)}"
  end

  @doc "A path in the directory of an application."
  def app_dir(app, path) when is_atom(app) and is_binary(path), do: Path.join(app_dir(app), path)
  def app_dir(app, path) when is_atom(app) and is_list(path), do: Path.join([app_dir(app) | path])

  @doc "The reason of a failed start or stop, in words."
  def format_error(reason) do
    try do
      impl_format_error(reason)
    catch
      _, _ -> inspect(reason)
    end
  end

  defp impl_format_error({{:EXIT, :normal}, {mod, :start, args}}),
    do: Exception.format_exit({:normal, {mod, :start, args}})

  defp impl_format_error({reason, {mod, :start, args}}),
    do:
      Exception.format_mfa(mod, :start, args) <>
        " returned an error: " <> Exception.format_exit(reason)

  # A start that ended is told as any exit in a call.
  defp impl_format_error({:bad_return, {{mod, :start, args}, {:EXIT, reason}}}),
    do: Exception.format_exit({reason, {mod, :start, args}})

  defp impl_format_error({:bad_return, {{mod, :start, args}, return}}),
    do: "#{Exception.format_mfa(mod, :start, args)} returned a bad value: #{inspect(return)}"

  defp impl_format_error({:already_loaded, app}) when is_atom(app),
    do: "already loaded application #{app}"

  defp impl_format_error({:not_loaded, app}) when is_atom(app),
    do: "not loaded application #{app}"

  defp impl_format_error({:already_started, app}) when is_atom(app),
    do: "already started application #{app}"

  defp impl_format_error({:not_started, app}) when is_atom(app),
    do: "not started application #{app}"

  defp impl_format_error({:bad_application, app}), do: "bad application: #{inspect(app)}"

  defp impl_format_error({:invalid_restart_type, type}),
    do: "invalid application restart type: #{inspect(type)}"

  defp impl_format_error({:invalid_name, name}), do: "invalid application name: #{inspect(name)}"

  defp impl_format_error({:invalid_options, options}),
    do: "invalid application options: #{inspect(options)}"

  defp impl_format_error({:badstartspec, spec}),
    do: "bad application start specs: #{inspect(spec)}"

  defp impl_format_error({~c"no such file or directory", file}),
    do: "could not find application file: #{file}"

  defp impl_format_error(reason), do: Exception.format_exit(reason)
end
