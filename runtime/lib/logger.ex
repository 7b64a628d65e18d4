# Logger: the macros, levels and metadata of Elixir's logging.

defmodule Logger do
  @moduledoc """
  Logging, with levels and metadata.

      require Logger
      Logger.info("started", user_id: 1)
      Logger.debug(fn -> "only built when it is shown" end)

  Levels: `:emergency`, `:alert`, `:critical`, `:error`, `:warning`, `:notice`,
  `:info`, `:debug`. `Logger.configure(level: :warning)` hides the ones below.
  """

  @levels [:emergency, :alert, :critical, :error, :warning, :notice, :info, :debug]

  @type level :: :emergency | :alert | :critical | :error | :warning | :notice | :info | :debug
  @type message :: String.t() | iodata | map | keyword
  @type metadata :: keyword

  for level <- @levels do
    @doc "Logs a message, report or function at level #{level}."
    defmacro unquote(level)(message_or_fun, metadata \\ []) do
      Logger.__macro__(unquote(level), message_or_fun, metadata, __CALLER__)
    end
  end

  @doc false
  defmacro warn(message_or_fun, metadata \\ []) do
    IO.warn("Logger.warn/1 is deprecated. Use Logger.warning/2 instead", __CALLER__)
    Logger.__macro__(:warning, message_or_fun, metadata, __CALLER__)
  end

  @doc "Logs at a level that is known only when it runs."
  defmacro log(level, message_or_fun, metadata \\ []) do
    Logger.__macro__(level, message_or_fun, metadata, __CALLER__)
  end

  @doc false
  def __macro__(level, data, metadata, caller) do
    location =
      case caller.function do
        {fun, arity} ->
          [
            mfa: {caller.module, fun, arity},
            file: String.to_charlist(caller.file),
            line: caller.line
          ]

        nil ->
          []
      end

    location = Macro.escape(Map.new(location))

    quote do
      case Logger.__should_log__(unquote(level), __MODULE__) do
        nil ->
          :ok

        level ->
          Logger.__do_log__(level, unquote(data), unquote(location), unquote(metadata))
      end
    end
  end

  @doc false
  def __should_log__(:warn, module), do: __should_log__(:warning, module)

  def __should_log__(level, module) when level in @levels do
    case :erlang.get({__MODULE__, :enabled}) != false and :logger.allow(level, module) do
      true -> level
      false -> nil
    end
  end

  @doc false
  def __do_log__(level, fun, location, metadata) when is_function(fun, 0) do
    case fun.() do
      {message, more} -> __do_log__(level, message, location, Enum.into(metadata, Map.new(more)))
      message -> __do_log__(level, message, location, metadata)
    end
  end

  def __do_log__(level, message, location, metadata) do
    meta = location |> Map.put(:domain, [:elixir]) |> Map.merge(Map.new(metadata))
    :otpsh_logger.event(level, message(message), meta)
  end

  defp message(binary) when is_binary(binary), do: {:string, binary}
  defp message([{key, _} | _] = keyword) when is_atom(key), do: {:report, keyword}
  defp message(chardata) when is_list(chardata), do: {:string, chardata}
  defp message(map) when is_map(map), do: {:report, map}

  defp message(other) do
    IO.warn(
      "passing #{inspect(other)} to Logger is deprecated, expected a map, a keyword list, " <>
        "a string, a list of strings, or a zero-arity anonymous function"
    )

    {:string, to_string(other)}
  end

  @doc "Logs at a level, as a function."
  def bare_log(level, message_or_fun, metadata \\ []) do
    case __should_log__(level, nil) do
      nil -> :ok
      level -> __do_log__(level, message_or_fun, %{}, metadata)
    end
  end

  @doc "All levels, most severe first."
  def levels, do: @levels

  @doc "Compares two levels: is the first one more (`:gt`) or less (`:lt`) severe?"
  def compare_levels(left, right),
    do: :logger.compare_levels(erlang_level(left), erlang_level(right))

  defp erlang_level(:warn), do: :warning
  defp erlang_level(level), do: level

  @doc "The level below which nothing is logged."
  def level do
    case :logger.get_primary_config().level do
      :all -> :debug
      level -> level
    end
  end

  @doc "Configures at run time: `:level`, `:translator_inspect_opts`, `:utc_log` ..."
  def configure(options) do
    for {key, value} <- options,
        key not in [:compile_time_application, :compile_time_purge_matching] do
      Application.put_env(:logger, key, value)

      case key do
        :level -> :logger.set_primary_config(:level, erlang_level(value))
        _ -> :ok
      end
    end

    :ok
  end

  @doc "The metadata of the process."
  def metadata do
    case :logger.get_process_metadata() do
      :undefined -> []
      map -> Map.to_list(map)
    end
  end

  @doc "Adds to the metadata of the process; nil takes a key away."
  def metadata(keyword) do
    old = Map.new(metadata())

    new =
      Enum.reduce(keyword, old, fn
        {key, nil}, acc -> Map.delete(acc, key)
        {key, value}, acc -> Map.put(acc, key, value)
      end)

    :logger.set_process_metadata(new)
  end

  @doc "Replaces the metadata of the process."
  def reset_metadata(keyword \\ []) do
    :logger.unset_process_metadata()
    metadata(keyword)
  end

  @doc "Stops or allows logging by a process (only the calling one)."
  def disable(pid) when pid == self() do
    :erlang.put({__MODULE__, :enabled}, false)
    :ok
  end

  def enable(pid) when pid == self() do
    :erlang.erase({__MODULE__, :enabled})
    :ok
  end

  def enabled?(pid) when pid == self(), do: :erlang.get({__MODULE__, :enabled}) != false

  @doc "Sets the level of the calling process."
  def put_process_level(pid, level) when pid == self() do
    :erlang.put({__MODULE__, :level}, erlang_level(level))
    :ok
  end

  def get_process_level(pid) when pid == self() do
    case :erlang.get({__MODULE__, :level}) do
      :undefined -> nil
      level -> level
    end
  end

  def delete_process_level(pid) when pid == self() do
    :erlang.erase({__MODULE__, :level})
    :ok
  end

  def put_module_level(mod, level), do: :logger.set_module_level(mod, erlang_level(level))
  def get_module_level(mod), do: :logger.get_module_level(mod)
  def delete_module_level(mod), do: :logger.unset_module_level(mod)
  def delete_all_module_levels, do: :logger.unset_module_level()

  def put_application_level(app, level),
    do: :logger.set_application_level(app, erlang_level(level))

  def delete_application_level(app), do: :logger.unset_application_level(app)

  @doc "Waits until all is written; each event already is when its call returns."
  def flush, do: :ok

  @doc "The default formatter, with the given options over those of the configuration."
  def default_formatter(overrides \\ []) when is_list(overrides) do
    Application.get_env(:logger, :default_formatter, [])
    |> Keyword.merge(overrides)
    |> Logger.Formatter.new()
  end

  @doc "Adds a function that words reports: `{module, function}`, called as `Logger.Translator.translate/4`."
  def add_translator({mod, fun} = translator) when is_atom(mod) and is_atom(fun),
    do: change_translators(&[translator | List.delete(&1, translator)])

  def remove_translator({mod, fun} = translator) when is_atom(mod) and is_atom(fun),
    do: change_translators(&List.delete(&1, translator))

  defp change_translators(fun) do
    translators =
      fun.(Application.get_env(:logger, :translators, [{Logger.Translator, :translate}]))

    Application.put_env(:logger, :translators, translators)
    :logger.remove_primary_filter(:logger_translator)

    :logger.add_primary_filter(
      :logger_translator,
      {&Logger.Utils.translator/2, Logger.Utils.translator_config()}
    )
  end

  @doc "Adds the handlers of an application's configuration."
  def add_handlers(app) when is_atom(app), do: add_handlers(Application.get_env(app, :logger, []))

  def add_handlers(handlers) when is_list(handlers) do
    for {:handler, id, module, config} <- handlers, do: :logger.add_handler(id, module, config)
    :ok
  end
end

defmodule Logger.App do
  @moduledoc false
  # The application :logger: starting it reads the configuration.

  def start(_type, _args) do
    defaults = :otpsh_logger.defaults()
    level = Application.get_env(:logger, :level, :debug)
    level = if level == :warn, do: :warning, else: level

    handlers =
      case Application.get_env(:logger, :default_handler, []) do
        false ->
          []

        options ->
          [{:default, default}] = defaults.handlers
          [{:default, Map.merge(default, Map.new(options))}]
      end

    primary = %{defaults.primary | level: level}
    :otpsh_logger.update(fn _ -> {:ok, %{defaults | primary: primary, handlers: handlers}} end)
    {:ok, self()}
  end

  def stop(_state), do: :ok
end

defmodule Logger.Utils do
  @moduledoc false
  # The two primary filters of Logger.

  def translator_config do
    %{
      otp: Application.get_env(:logger, :handle_otp_reports, true),
      sasl: Application.get_env(:logger, :handle_sasl_reports, false),
      translators: Application.get_env(:logger, :translators, [{Logger.Translator, :translate}])
    }
  end

  def process_level(%{level: level}, _) do
    case :erlang.get({Logger, :level}) do
      :undefined -> :ignore
      limit -> if(:logger.rank(level) <= :logger.rank(limit), do: :ignore, else: :stop)
    end
  end

  # Words the reports of OTP in the way of Elixir.
  def translator(%{meta: %{domain: [:otp, :sasl | _]}}, %{sasl: false}), do: :stop

  def translator(%{meta: %{domain: [:otp | _] = domain}}, %{otp: false})
      when domain != [:otp, :elixir],
      do: :stop

  def translator(%{msg: {:string, _}}, _config), do: :ignore

  def translator(%{level: level, msg: message, meta: meta} = event, %{translators: translators}) do
    {kind, data} =
      case message do
        {:report, %{label: _} = report} -> {:report, {:logger, report}}
        {:report, report} -> {:report, {:logger, report}}
        {format, args} -> {:format, {format, args}}
      end

    min_level = :logger.get_primary_config().level

    case translate(translators, min_level, level, kind, data) do
      {:ok, text, more} ->
        %{event | msg: {:string, text}, meta: Enum.into(more, meta)}

      :skip ->
        :stop

      :none ->
        :ignore
    end
  end

  defp translate([], _min_level, _level, _kind, _data), do: :none

  defp translate([{mod, fun} | rest], min_level, level, kind, data) do
    case apply(mod, fun, [min_level, level, kind, data]) do
      {:ok, text, more} -> {:ok, text, more}
      {:ok, text} -> {:ok, text, []}
      :skip -> :skip
      :none -> translate(rest, min_level, level, kind, data)
    end
  end
end
