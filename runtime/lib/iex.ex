# IEx: the configuration of the shell, under the names that IEx gives it.

defmodule IEx do
  @moduledoc "The shell's configuration and helpers."

  @doc "The value that the shell does not print."
  def dont_display_result, do: :"do not show this result in output"

  @doc "Whether a shell runs."
  def started?, do: :persistent_term.get({:otpsh_iex}, nil) != nil

  @doc """
  Configures the shell: `inspect: [limit: 5]`, `default_prompt: "%prefix(%counter)>"`,
  `continuation_prompt:`, `history_size:`, `width:`, `colors:`.
  """
  def configure(options), do: IEx.Config.configure(options)

  def configuration, do: IEx.Config.configuration()
  def inspect_opts, do: IEx.Config.inspect_opts()
  def width, do: IEx.Config.width()
  def version, do: System.version()

  @doc "A text in a configured colour, plain when colours are off."
  def color(color, string) do
    case IEx.Config.color(color) do
      nil -> string
      ansi -> [ansi | string] |> IO.ANSI.format(true) |> IO.iodata_to_binary()
    end
  end
end

defmodule IEx.Config do
  @moduledoc false

  # Where nothing is configured, these hold.
  @defaults [
    auto_reload: false,
    colors: [],
    inspect: [pretty: true],
    default_prompt: "%prefix(%counter)>",
    history_size: 20,
    alive_prompt: "%prefix(%node)%counter>"
  ]
  @others [:continuation_prompt, :alive_continuation_prompt, :width, :parser, :dot_iex]

  def get(:continuation_prompt), do: :application.get_env(:iex, :continuation_prompt, get(:default_prompt))
  def get(key), do: :application.get_env(:iex, key, @defaults[key])

  def configuration do
    for({key, _} <- @defaults, do: {key, get(key)}) ++
      for key <- @others, {:ok, value} <- [:application.get_env(:iex, key)], do: {key, value}
  end

  def configure(options) do
    for option <- options, not valid?(option), do: raise(ArgumentError, "invalid configuration #{inspect(option)}")

    for {key, value} <- options do
      value = if key in [:colors, :inspect], do: Keyword.merge(get(key), value), else: value
      :application.set_env(:iex, key, value)
    end

    :ok
  end

  defp valid?({key, value}) when key in [:colors, :inspect], do: is_list(value)
  defp valid?({key, value}) when key in [:history_size, :width], do: is_integer(value)
  defp valid?({:auto_reload, value}), do: is_boolean(value)
  defp valid?({:parser, value}), do: tuple_size(value) == 3
  defp valid?({:dot_iex, value}), do: is_binary(value)

  defp valid?({key, value})
       when key in [:default_prompt, :continuation_prompt, :alive_prompt, :alive_continuation_prompt],
       do: is_binary(value)

  defp valid?(_), do: false

  # The device is not asked for its columns: it is the group leader, which may
  # never answer, and each result would wait for it.
  def width, do: :application.get_env(:iex, :width, 80)

  # With colours, what follows a coloured part goes on in that of a result.
  def inspect_opts do
    opts = Keyword.put_new_lazy(get(:inspect), :width, &width/0)

    case color(:syntax_colors) do
      off when off in [nil, false] ->
        opts

      colors ->
        colors = [reset: [:reset | List.wrap(color(:eval_result))]] ++ colors
        Keyword.update(opts, :syntax_colors, colors, &Keyword.merge(colors, &1))
    end
  end

  # What is not configured has a colour when colours are on: as they are where
  # the output is a terminal.
  @colors [
    eval_interrupt: [:yellow],
    eval_result: [:yellow],
    eval_error: [:red],
    eval_info: [:normal],
    stack_info: [:red],
    blame_diff: [:red],
    ls_directory: [:blue],
    ls_device: [:green]
  ]

  # The colour of a kind of output; nil when colours are off.
  def color(name), do: if(colors?(), do: Keyword.get_lazy(get(:colors), name, fn -> default_color(name) end))

  defp default_color(:syntax_colors), do: IO.ANSI.syntax_colors()
  defp default_color(name), do: @colors[name] || Keyword.fetch!(IO.ANSI.Docs.default_options(), name)

  defp colors?, do: Keyword.get_lazy(get(:colors), :enabled, &IO.ANSI.enabled?/0)

  # How documentation is printed.
  def ansi_docs, do: [width: width(), enabled: colors?()] ++ get(:colors)
end
