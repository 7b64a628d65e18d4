# ExUnit.CaptureLog: what a function logs, as a string.

defmodule ExUnit.CaptureLog do
  @moduledoc """
  Captures Logger's output.

      import ExUnit.CaptureLog
      assert capture_log(fn -> Logger.error("lost") end) =~ "lost"

  Everything that is logged meanwhile is captured, by any process. Options:
  `:level`, the lowest level that is kept, and those of
  `Logger.default_formatter/1`.
  """

  @doc "Runs the function and returns what was logged."
  @spec capture_log(keyword, (-> any)) :: String.t()
  def capture_log(opts \\ [], fun) do
    {_, log} = with_log(opts, fun)
    log
  end

  @doc "Runs the function and returns its result, and what was logged."
  @spec with_log(keyword, (-> result)) :: {result, String.t()} when result: any
  def with_log(opts \\ [], fun) when is_list(opts) do
    opts =
      if opts[:level] == :warn do
        IO.warn("level: :warn is deprecated, please use :warning instead")
        Keyword.put(opts, :level, :warning)
      else
        opts
      end

    {:ok, string_io} = StringIO.open("")

    try do
      ref = ExUnit.CaptureServer.log_capture_on(self(), string_io, opts)

      try do
        fun.()
      after
        :ok = Logger.flush()
        :ok = ExUnit.CaptureServer.log_capture_off(ref)
      end
    catch
      kind, reason ->
        StringIO.close(string_io)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      result ->
        {:ok, {_input, output}} = StringIO.close(string_io)
        {result, output}
    end
  end
end
