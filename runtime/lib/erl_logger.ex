# :logger: log events, their filters and handlers; and the events the runtime itself makes.

defmodule :logger do
  @moduledoc """
  Log events. An event is checked against the level, passes the primary
  filters, and is then given to each handler, in the process that logs.
  """

  @levels [:emergency, :alert, :critical, :error, :warning, :notice, :info, :debug]

  # Logging.

  for level <- @levels do
    def unquote(level)(message), do: log(unquote(level), message)
    def unquote(level)(message, meta_or_args), do: log(unquote(level), message, meta_or_args)
    def unquote(level)(format, args, meta), do: log(unquote(level), format, args, meta)
  end

  def log(level, message), do: log(level, message, %{})

  def log(level, message, meta) when is_map(meta) do
    case allow(level, nil) do
      true -> :otpsh_logger.event(level, message(message, meta), meta)
      false -> :ok
    end
  end

  def log(level, format, args), do: log(level, format, args, %{})

  def log(level, fun, arg, meta) when is_function(fun, 1) do
    case allow(level, nil) do
      true -> :otpsh_logger.event(level, message(fun.(arg), meta), meta)
      false -> :ok
    end
  end

  def log(level, format, args, meta) do
    case allow(level, nil) do
      true -> :otpsh_logger.event(level, {format, args}, meta)
      false -> :ok
    end
  end

  def macro_log(location, level, message), do: macro_log(location, level, message, %{})

  def macro_log(location, level, message, meta) when is_map(meta),
    do: :otpsh_logger.event(level, message(message, meta), Map.merge(location, meta))

  def macro_log(location, level, format, args), do: macro_log(location, level, format, args, %{})

  def macro_log(location, level, fun, arg, meta) when is_function(fun, 1),
    do: macro_log(location, level, fun.(arg), meta)

  def macro_log(location, level, format, args, meta),
    do: :otpsh_logger.event(level, {format, args}, Map.merge(location, meta))

  defp message({:string, _} = message, _meta), do: message
  defp message({:report, _} = message, _meta), do: message
  defp message({_format, args} = message, _meta) when is_list(args), do: message
  defp message(report, _meta) when is_map(report), do: {:report, report}

  defp message([first | _] = report, _meta) when is_tuple(first) and tuple_size(first) == 2,
    do: {:report, report}

  defp message(string, _meta), do: {:string, string}

  @doc "Whether an event of that level, logged by that module, would be handled."
  def allow(level, module) do
    case :otpsh_logger.levels() do
      {_limit, %{^module => limit}} -> :logger_config.less_or_equal_level(level, limit)
      {limit, _modules} -> :logger_config.less_or_equal_level(level, limit)
    end
  end

  @doc "Whether a level is more severe (`:gt`), less severe (`:lt`) or the same (`:eq`) as another."
  def compare_levels(a, b) do
    case {:logger_config.rank(a), :logger_config.rank(b)} do
      {nil, _} -> :erlang.error(:badarg)
      {_, nil} -> :erlang.error(:badarg)
      {same, same} -> :eq
      {rank, other} when rank < other -> :gt
      _ -> :lt
    end
  end

  def timestamp, do: :erlang.system_time(:microsecond)

  # Metadata of the process.

  def set_process_metadata(meta) when is_map(meta) do
    :erlang.put(:"$logger_metadata$", meta)
    :ok
  end

  def update_process_metadata(meta) when is_map(meta) do
    case get_process_metadata() do
      :undefined -> set_process_metadata(meta)
      old -> set_process_metadata(Map.merge(old, meta))
    end
  end

  def get_process_metadata, do: :erlang.get(:"$logger_metadata$")

  def unset_process_metadata do
    :erlang.erase(:"$logger_metadata$")
    :ok
  end

  # Primary configuration.

  def get_primary_config, do: :otpsh_logger.config().primary
  def set_primary_config(config) when is_map(config), do: update_primary(config)
  def set_primary_config(key, value), do: update_primary(%{key => value})
  def update_primary_config(config) when is_map(config), do: update_primary(config)

  defp update_primary(changes) do
    with :ok <- check(changes, [:level, :filter_default, :filters, :metadata]) do
      :otpsh_logger.update(fn c -> {:ok, %{c | primary: Map.merge(c.primary, changes)}} end)
    end
  end

  def add_primary_filter(id, {fun, _arg} = filter) when is_function(fun, 2) do
    :otpsh_logger.update(fn %{primary: primary} = c ->
      with {:ok, filters} <- with_filter(primary.filters, id, filter) do
        {:ok, %{c | primary: %{primary | filters: filters}}}
      end
    end)
  end

  def add_primary_filter(id, other), do: {:error, {:invalid_filter, {id, other}}}

  def remove_primary_filter(id) do
    :otpsh_logger.update(fn %{primary: primary} = c ->
      with {:ok, filters} <- without_filter(primary.filters, id) do
        {:ok, %{c | primary: %{primary | filters: filters}}}
      end
    end)
  end

  defp with_filter(filters, id, filter) do
    case :lists.keymember(id, 1, filters) do
      true -> {:error, {:already_exist, id}}
      false -> {:ok, filters ++ [{id, filter}]}
    end
  end

  defp without_filter(filters, id) do
    case :lists.keymember(id, 1, filters) do
      true -> {:ok, :lists.keydelete(id, 1, filters)}
      false -> {:error, {:not_found, id}}
    end
  end

  defp check(changes, known) do
    Enum.find_value(changes, :ok, fn
      {:level, level} ->
        if level not in [:all, :none | @levels], do: {:error, {:invalid_level, level}}

      {:filter_default, value} ->
        if value not in [:log, :stop], do: {:error, {:invalid_filter_default, value}}

      {key, value} ->
        if key not in known, do: {:error, {:invalid_config, %{key => value}}}
    end)
  end

  # Handlers.

  def add_handler(id, module, config) when is_atom(id) and is_atom(module) and is_map(config) do
    config = Map.merge(handler_defaults(), config) |> Map.merge(%{id: id, module: module})

    with :ok <- check(Map.take(config, [:level, :filter_default]), []),
         :ok <- exports_log(module),
         :ok <- not_there(id),
         {:ok, config} <- told(module, :adding_handler, [config], {:ok, config}) do
      :otpsh_logger.update(fn c ->
        case List.keymember?(c.handlers, id, 0) do
          true -> {:error, {:already_exist, id}}
          false -> {:ok, %{c | handlers: [{id, config} | c.handlers]}}
        end
      end)
    else
      {:error, {:already_exist, _}} = error -> error
      {:error, {:invalid_handler, _}} = error -> error
      {:error, {:invalid_level, _}} = error -> error
      {:error, {:invalid_filter_default, _}} = error -> error
      {:error, reason} -> {:error, {:handler_not_added, reason}}
    end
  end

  def add_handler(id, _module, _config) when not is_atom(id), do: {:error, {:invalid_id, id}}

  def add_handler(_id, module, _config) when not is_atom(module),
    do: {:error, {:invalid_module, module}}

  def add_handler(_id, _module, config), do: {:error, {:invalid_config, config}}

  defp handler_defaults do
    %{
      level: :all,
      filters: [],
      filter_default: :log,
      formatter: {:logger_formatter, %{}}
    }
  end

  defp exports_log(module) do
    case Code.ensure_loaded?(module) and :erlang.function_exported(module, :log, 2) do
      true -> :ok
      false -> {:error, {:invalid_handler, {:function_not_exported, {module, :log, 2}}}}
    end
  end

  defp not_there(id) do
    case List.keymember?(:otpsh_logger.config().handlers, id, 0) do
      true -> {:error, {:already_exist, id}}
      false -> :ok
    end
  end

  defp told(module, callback, args, default) do
    case :erlang.function_exported(module, callback, length(args)) do
      true -> apply(module, callback, args)
      false -> default
    end
  end

  def add_handlers(_application), do: :ok

  def remove_handler(id) do
    with {:ok, config} <- get_handler_config(id) do
      told(config.module, :removing_handler, [config], :ok)

      :otpsh_logger.update(fn c ->
        {:ok, %{c | handlers: List.keydelete(c.handlers, id, 0)}}
      end)
    end
  end

  def get_handler_ids, do: for({id, _} <- :lists.reverse(:otpsh_logger.config().handlers), do: id)

  def get_handler_config,
    do: for({_, config} <- :lists.reverse(:otpsh_logger.config().handlers), do: config)

  def get_handler_config(id) do
    case List.keyfind(:otpsh_logger.config().handlers, id, 0) do
      {_, config} -> {:ok, config}
      nil -> {:error, {:not_found, id}}
    end
  end

  def set_handler_config(id, config) when is_map(config),
    do:
      change_handler(id, fn old ->
        {:ok, Map.merge(Map.merge(old, handler_defaults()), config)}
      end)

  def set_handler_config(id, key, value), do: change_handler(id, &{:ok, Map.put(&1, key, value)})

  def update_handler_config(id, config) when is_map(config),
    do: change_handler(id, fn old -> {:ok, Map.merge(old, config)} end)

  def update_handler_config(id, :config, value) when is_map(value) do
    change_handler(id, fn old ->
      {:ok, Map.put(old, :config, Map.merge(Map.get(old, :config, %{}), value))}
    end)
  end

  def update_handler_config(id, key, value), do: set_handler_config(id, key, value)

  def update_formatter_config(id, config) when is_map(config) do
    change_handler(id, fn %{formatter: {module, old}} = handler ->
      {:ok, %{handler | formatter: {module, Map.merge(old, config)}}}
    end)
  end

  def update_formatter_config(id, key, value), do: update_formatter_config(id, %{key => value})

  def add_handler_filter(id, filter_id, {fun, _arg} = filter) when is_function(fun, 2) do
    change_handler(id, fn handler ->
      with {:ok, filters} <- with_filter(handler.filters, filter_id, filter),
           do: {:ok, %{handler | filters: filters}}
    end)
  end

  def add_handler_filter(_id, filter_id, other),
    do: {:error, {:invalid_filter, {filter_id, other}}}

  def remove_handler_filter(id, filter_id) do
    change_handler(id, fn handler ->
      with {:ok, filters} <- without_filter(handler.filters, filter_id),
           do: {:ok, %{handler | filters: filters}}
    end)
  end

  defp change_handler(id, change) do
    :otpsh_logger.update(fn c ->
      with {_, old} <- List.keyfind(c.handlers, id, 0, {:error, {:not_found, id}}),
           true <- is_map(old) || {:error, old},
           {:ok, new} <- change.(old),
           :ok <- check(Map.take(new, [:level, :filter_default]), []) do
        {:ok, %{c | handlers: List.keystore(c.handlers, id, 0, {id, new})}}
      end
    end)
  end

  # Levels of modules.

  def set_module_level(modules, level) when is_list(modules) do
    case level in [:all, :none | @levels] do
      true ->
        :otpsh_logger.update(fn c ->
          {:ok, %{c | modules: Enum.reduce(modules, c.modules, &Map.put(&2, &1, level))}}
        end)

      false ->
        {:error, {:invalid_level, level}}
    end
  end

  def set_module_level(module, level), do: set_module_level([module], level)

  def unset_module_level, do: :otpsh_logger.update(fn c -> {:ok, %{c | modules: %{}}} end)

  def unset_module_level(modules) when is_list(modules),
    do: :otpsh_logger.update(fn c -> {:ok, %{c | modules: Map.drop(c.modules, modules)}} end)

  def unset_module_level(module), do: unset_module_level([module])

  def get_module_level, do: Map.to_list(:otpsh_logger.config().modules)

  def get_module_level(modules) when is_list(modules),
    do: Map.to_list(Map.take(:otpsh_logger.config().modules, modules))

  def get_module_level(module), do: get_module_level([module])

  def set_application_level(app, level) do
    case :application.get_key(app, :modules) do
      {:ok, modules} -> set_module_level(modules, level)
      :undefined -> {:error, {:not_loaded, app}}
    end
  end

  def unset_application_level(app) do
    case :application.get_key(app, :modules) do
      {:ok, modules} -> unset_module_level(modules)
      :undefined -> {:error, {:not_loaded, app}}
    end
  end

  def get_config do
    %{
      primary: get_primary_config(),
      handlers: get_handler_config(),
      module_levels: get_module_level(),
      proxy: get_proxy_config()
    }
  end

  # There is one node: no event is passed on from another.
  def get_proxy_config do
    %{
      burst_limit_enable: false,
      burst_limit_max_count: 500,
      burst_limit_window_time: 1000,
      drop_mode_qlen: 1000,
      flush_qlen: 5000,
      overload_kill_enable: false,
      overload_kill_mem_size: 3_000_000,
      overload_kill_qlen: 20_000,
      overload_kill_restart_after: 5000,
      sync_mode_qlen: 500
    }
  end

  def reconfigure, do: :otpsh_logger.update(fn _ -> {:ok, :otpsh_logger.defaults()} end)

  @doc false
  # Pairs, one a line: what the formatter of Erlang shows of a report.
  def format_report(report) when is_map(report), do: format_report(Map.to_list(report))

  def format_report([_ | _] = report) do
    case :io_lib.printable_unicode_list(report) do
      true ->
        {~c"~ts", [report]}

      false ->
        lines = Enum.map_intersperse(report, ~c"~n", &report_line/1)
        {:lists.append(lines), Enum.flat_map(report, &report_args/1)}
    end
  end

  def format_report(report), do: {~c"~tp", [report]}

  defp report_line({_key, _value}), do: ~c"    ~tp: ~tp"
  defp report_line(_item), do: ~c"    ~tp"
  defp report_args({key, value}), do: [key, value]
  defp report_args(item), do: [item]

  @doc false
  def format_otp_report(%{label: _, report: report}), do: format_report(report)
  def format_otp_report(report), do: format_report(report)
end

defmodule :logger_config do
  @moduledoc false
  # The order of levels.

  @levels [:emergency, :alert, :critical, :error, :warning, :notice, :info, :debug]
  @ranks @levels |> Enum.with_index() |> Map.new() |> Map.merge(%{none: -1, all: 10})

  # nil for what is no level.
  def rank(level) do
    case @ranks do
      %{^level => rank} -> rank
      %{} -> nil
    end
  end

  # Whether an event of that level passes a limit.
  def less_or_equal_level(level, limit) when level in @levels, do: rank(level) <= rank(limit)

  def allow(level), do: :logger.allow(level, nil)
  def allow(level, module), do: :logger.allow(level, module)
end
