# Config: the configuration files of a project, config/*.exs.

defmodule Config do
  @moduledoc "The language of configuration files: `import Config`, then `config :app, key: value`."

  # While a file is read these are in the dictionary of the process.
  @values {Config, :config}
  @settings {Config, :opts}
  @imports {Config, :imports}

  @doc "Configures an application: keys and values that are merged with what is there."
  def config(root_key, opts) when is_atom(root_key) and is_list(opts) do
    unless Keyword.keyword?(opts) do
      raise ArgumentError, "config/2 expected a keyword list, got: #{inspect(opts)}"
    end

    put([{root_key, opts}])
  end

  @doc "Configures a key of an application; keyword lists are merged with what is there."
  def config(root_key, key, opts) when is_atom(root_key) and is_atom(key), do: put([{root_key, [{key, opts}]}])

  @doc "What has been configured for an application so far; nil when nothing was."
  def read_config(root_key) when is_atom(root_key), do: values()[root_key]

  @doc "The environment that the file is read for: :dev, :test, :prod ..."
  defmacro config_env do
    quote(do: Config.__env__!())
  end

  @doc "The target that the file is read for."
  defmacro config_target do
    quote(do: Config.__target__!())
  end

  @doc "Reads another file, by its place beside this one."
  defmacro import_config(file) do
    quote(do: Config.__import__!(Path.expand(unquote(file), __DIR__)))
  end

  @doc false
  def __env__!, do: setting(:env, "config_env")
  @doc false
  def __target__!, do: setting(:target, "config_target")

  defp setting(key, name) do
    case settings()[key] do
      nil -> raise "no #{inspect(key)} key was given to this configuration file: #{name}/0 cannot be used in it"
      value -> value
    end
  end

  @doc false
  def __import__!(file) do
    imports = Process.get(@imports) || raise "could not set configuration via Config. This usually means you are trying to execute a configuration file directly, instead of reading it with the proper API"

    cond do
      imports == :disabled ->
        raise "import_config/1 is not enabled for this configuration file. Some configuration files do not allow importing other files as they are often copied to external systems"

      file in imports ->
        raise ArgumentError, "attempting to load configuration #{Path.relative_to_cwd(file)} recursively"

      true ->
        Process.put(@imports, [file | imports])
        Code.eval_file(file)
    end
  end

  @doc false
  def __eval__!(file, content, opts) do
    before = {Process.get(@values), Process.get(@settings), Process.get(@imports)}
    Process.put(@values, [])
    Process.put(@settings, Keyword.take(opts, [:env, :target]))
    Process.put(@imports, if(opts[:imports] == :disabled, do: :disabled, else: [file]))

    try do
      {value, _} = Code.eval_string(content, [], file: file)
      config = if values() == [] and Keyword.keyword?(value), do: value, else: values()
      {config, Process.get(@imports)}
    after
      {values, settings, imports} = before
      restore(@values, values)
      restore(@settings, settings)
      restore(@imports, imports)
    end
  end

  defp restore(key, nil), do: Process.delete(key)
  defp restore(key, value), do: Process.put(key, value)

  @doc false
  def __merge__(first, second), do: Keyword.merge(first, second, fn _app, one, two -> Keyword.merge(one, two, &deep/3) end)

  defp deep(_key, one, two) do
    if Keyword.keyword?(one) and Keyword.keyword?(two), do: Keyword.merge(one, two, &deep/3), else: two
  end

  defp put(more) do
    Process.put(@values, __merge__(values(), more))
    :ok
  end

  defp values, do: Process.get(@values) || not_read()
  defp settings, do: Process.get(@settings) || not_read()

  defp not_read do
    raise "could not set configuration via Config. This usually means you are trying to execute a configuration file directly, instead of reading it with the proper API"
  end
end

defmodule Config.Reader do
  @moduledoc "Reads configuration files."

  @doc "The configuration of a file."
  def read!(file, opts \\ []) when is_binary(file), do: file |> read_imports!(opts) |> elem(0)

  @doc "The configuration of a file, and the files that were read for it."
  def read_imports!(file, opts \\ []) when is_binary(file) do
    file = Path.expand(file)
    eval_imports(file, File.read!(file), opts)
  end

  @doc "The configuration of a text, as that of a file."
  def eval!(file, contents, opts \\ []), do: file |> Path.expand() |> eval_imports(contents, opts) |> elem(0)

  @doc "One configuration over another; keyword lists of a key are merged."
  def merge(config1, config2) when is_list(config1) and is_list(config2), do: Config.__merge__(config1, config2)

  defp eval_imports(file, contents, opts) do
    {config, imports} = Config.__eval__!(file, contents, opts)
    {validate!(config, file), if(is_list(imports), do: Enum.reverse(imports), else: [file])}
  end

  defp validate!(config, file) do
    for {app, values} <- config, not is_atom(app) or not Keyword.keyword?(values) do
      raise ArgumentError,
            "expected config for app #{inspect(app)} in #{Path.relative_to_cwd(file)} to return keyword list, got: #{inspect(values)}"
    end

    config
  end
end
