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

  @deprecated "Use Logger.warning/2 instead"
  defmacro warn(message_or_fun, metadata \\ []) do
    Logger.__macro__(:warning, message_or_fun, metadata, __CALLER__)
  end

  @doc "Logs at a level that is known only when it runs."
  defmacro log(level, message_or_fun, metadata \\ []) do
    Logger.__macro__(level, message_or_fun, metadata, __CALLER__)
  end

  @doc false
  def __macro__(level, data, metadata, caller) do
    {metadata, known} = compile_metadata(metadata, location(caller))

    cond do
      purged?(level, known) and always_evaluated?() ->
        quote do
          Logger.__evaluate_log__(unquote(data))
          unquote(metadata)
          :ok
        end

      # Nothing runs, but the variables of the call count as used.
      purged?(level, known) ->
        quote do
          _ = fn -> {unquote(data), unquote(metadata)} end
          :ok
        end

      always_evaluated?() ->
        evaluated = quote do: data
        check = log_call(level, evaluated, metadata, caller)

        quote do
          unquote(evaluated) = Logger.__evaluate_log__(unquote(data))
          unquote(check)
        end

      true ->
        log_call(level, data, metadata, caller)
    end
  end

  defp log_call(level, data, metadata, caller) do
    quote do
      case Logger.__should_log__(unquote(level), __MODULE__) do
        nil ->
          :ok

        level ->
          Logger.__do_log__(
            level,
            unquote(data),
            unquote(Macro.escape(location(caller))),
            unquote(metadata)
          )
      end
    end
  end

  # Where a function logs; code outside of a function has no place.
  defp location(%{module: module, function: {fun, arity}, file: file, line: line}) do
    file =
      case Application.get_env(:logger, :compile_time_application) do
        nil -> file
        _app -> Path.relative_to_cwd(file)
      end

    %{mfa: {module, fun, arity}, file: String.to_charlist(file), line: line}
  end

  defp location(_caller), do: %{}

  # The metadata as code, and what of it is known while compiling.
  defp compile_metadata(metadata, location) do
    own =
      case Application.get_env(:logger, :compile_time_application) do
        nil -> []
        app -> [application: app]
      end

    case Keyword.keyword?(metadata) do
      true ->
        metadata = Keyword.merge(own, metadata)
        {as_code(metadata), Map.merge(location, Map.new(metadata))}

      false ->
        {quote(do: Enum.into(unquote(metadata), unquote(as_code(own)))), %{}}
    end
  end

  defp as_code(metadata) do
    {:%{}, [],
     for {key, value} <- Map.new(metadata) do
       {key, if(key == :mfa, do: Macro.escape(value), else: value)}
     end}
  end

  defp always_evaluated?, do: Application.get_env(:logger, :always_evaluate_messages, false)

  # Whether the configuration takes the call out of the program.
  defp purged?(level, known) do
    level = if is_atom(level), do: level, else: :error
    matching = Application.get_env(:logger, :compile_time_purge_matching, [])

    case is_list(matching) and Enum.all?(matching, &Keyword.keyword?/1) do
      true ->
        Enum.any?(matching, fn filter -> Enum.all?(filter, &purges?(&1, level, known)) end)

      false ->
        raise "expected :compile_time_purge_matching to be a list of keyword lists, " <>
                "got: #{inspect(matching)}"
    end
  end

  defp purges?({:level_lower_than, limit}, level, _known), do: compare_levels(level, limit) == :lt
  defp purges?({:module, module}, _level, known), do: match?(%{mfa: {^module, _, _}}, known)

  defp purges?({:function, text}, _level, %{mfa: {_, fun, arity}}), do: "#{fun}/#{arity}" == text
  defp purges?({:function, _text}, _level, _known), do: false
  defp purges?({key, value}, _level, known), do: Map.fetch(known, key) == {:ok, value}

  @doc false
  def __evaluate_log__(fun) when is_function(fun, 0), do: fun.()
  def __evaluate_log__(data), do: data

  @doc false
  def __should_log__(level, module) do
    level = elixir_level_to_erlang_level(level)

    case :logger.allow(level, module) and :erlang.get({__MODULE__, :enabled}) != false do
      true -> level
      false -> nil
    end
  end

  @doc false
  def __do_log__(level, fun, location, metadata) when is_function(fun, 0) do
    case fun.() do
      {message, more} -> __do_log__(level, message, location, Enum.into(more, metadata))
      message -> __do_log__(level, message, location, metadata)
    end
  end

  def __do_log__(level, message, location, metadata) do
    message =
      case is_binary(message) or is_list(message) or is_map(message) do
        true ->
          message

        false ->
          IO.warn(
            "passing #{inspect(message)} to Logger is deprecated, expected a map, " <>
              "a keyword list, a string, a list of strings, or a zero-arity anonymous function"
          )

          to_string(message)
      end

    meta = location |> Map.merge(metadata) |> Map.put(:domain, domain(metadata))
    :otpsh_logger.event(level, message(message), meta)
  end

  defp domain(%{domain: domain}) when is_list(domain), do: [:elixir | domain]
  defp domain(_metadata), do: [:elixir]

  defp message(binary) when is_binary(binary), do: {:string, binary}
  defp message([{key, _} | _] = keyword) when is_atom(key), do: {:report, keyword}
  defp message(chardata) when is_list(chardata), do: {:string, chardata}
  defp message(map) when is_map(map), do: {:report, map}

  @doc "Logs at a level, as a function."
  def bare_log(level, message_or_fun, metadata \\ []) do
    level = elixir_level_to_erlang_level(level)

    if :logger.allow(level, nil) do
      __do_log__(level, message_or_fun, %{}, Map.new(metadata))
    end

    :ok
  end

  @doc "All levels, most severe first."
  def levels, do: @levels

  @doc "Compares two levels: is the first one more (`:gt`) or less (`:lt`) severe?"
  def compare_levels(left, right),
    do: :logger.compare_levels(elixir_level_to_erlang_level(left), elixir_level_to_erlang_level(right))

  defp elixir_level_to_erlang_level(:warn) do
    IO.warn("the log level :warn is deprecated, use :warning instead")
    :warning
  end

  defp elixir_level_to_erlang_level(level), do: level

  @doc "The level below which nothing is logged."
  def level, do: :logger.get_primary_config().level

  # What `configure/1` sets besides the level.
  @options [
    :always_evaluate_messages,
    :compile_time_application,
    :compile_time_purge_level,
    :compile_time_purge_matching,
    :truncate,
    :utc_log,
    :translator_inspect_opts
  ]

  @doc "Configures at run time: `:level`, `:translator_inspect_opts`, `:utc_log` ..."
  def configure(options) do
    for {key, value} <- options do
      cond do
        key == :level -> :logger.set_primary_config(:level, elixir_level_to_erlang_level(value))
        key in @options -> Application.put_env(:logger, key, value)
        true -> :ok
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
    :erlang.put({__MODULE__, :level}, elixir_level_to_erlang_level(level))
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

  def put_module_level(mod, level), do: :logger.set_module_level(mod, elixir_level_to_erlang_level(level))
  def get_module_level(mod), do: :logger.get_module_level(mod)
  def delete_module_level(module), do: :logger.unset_module_level(module)
  def delete_all_module_levels, do: :logger.unset_module_level()

  def put_application_level(appname, level),
    do: :logger.set_application_level(appname, elixir_level_to_erlang_level(level))

  def delete_application_level(appname), do: :logger.unset_application_level(appname)

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

  @doc "Stops the application."
  def stop, do: Application.stop(:logger)
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
      limit -> if(:logger_config.less_or_equal_level(level, limit), do: :ignore, else: :stop)
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
        {:report, %{label: label, report: data} = report} when map_size(report) == 2 ->
          {:report, {label, data}}

        {:report, %{label: {:error_logger, _}, format: format, args: args}} ->
          {:format, {format, args}}

        {:report, report} ->
          {:report, {:logger, report}}

        {format, args} ->
          {:format, {format, args}}
      end

    min_level = :logger.get_primary_config().level

    try do
      translate(translators, min_level, level, kind, data)
    rescue
      exception ->
        text = Exception.format(:error, exception, __STACKTRACE__)
        %{event | msg: {:string, ["Failure while translating Erlang's logger event\n", text]}}
    else
      {:ok, text, more} -> %{event | msg: {:string, text}, meta: Enum.into(more, meta)}
      :skip -> :stop
      :none -> :ignore
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
