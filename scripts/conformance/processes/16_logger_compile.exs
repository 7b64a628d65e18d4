# Logger: what the configuration takes out of a program while it is compiled, failing filters, handlers and formatters, domains
defmodule Cap do
  def log(%{level: l, msg: m, meta: meta}, %{config: pid}), do: send(pid, {l, m, meta[:domain], meta[:mfa], meta[:application]})
end
:logger.remove_handler(:default)
:ok = :logger.add_handler(:cap, Cap, %{config: self()})
drain = fn drain -> receive do m -> [m | drain.(drain)] after 0 -> [] end end
p = fn l, v -> IO.puts("#{l}: #{inspect(v, limit: :infinity)}") end
build = fn name ->
  Code.eval_string("""
  defmodule #{name} do
    require Logger
    def a(x), do: {Logger.debug("d" <> x), Logger.info("i"), Logger.error("e", tag: :t)}
    def b, do: Logger.log(hd([:info]), fn -> {"lazy", domain: [:mine]} end)
    def c(x), do: Logger.info(send(self(), {:evaluated, x}) && "shown")
  end
  """)
  Module.concat([name])
end
for {filter, i} <- Enum.with_index([[], [[level_lower_than: :error]], [[module: P2]], [[function: "b/0"]], [[module: Other, level_lower_than: :error]], [[tag: :t]], [[module: P6, function: "a/1", level_lower_than: :warning]]]) do
  Application.put_env(:logger, :compile_time_purge_matching, filter)
  m = build.("P#{i}")
  p.("#{inspect(filter)} a", m.a("x"))
  p.("logged", drain.(drain))
  p.("b", m.b())
  p.("logged", drain.(drain))
end
Application.put_env(:logger, :compile_time_purge_matching, :bad)
p.("bad", try do build.("Bad") rescue e -> Exception.message(e) end)
Application.put_env(:logger, :compile_time_purge_matching, [])
Application.put_env(:logger, :compile_time_application, :my_app)
p.("application", {build.("App").b(), drain.(drain)})
Application.delete_env(:logger, :compile_time_application)
Logger.configure(always_evaluate_messages: true, level: :error)
p.("evaluated", {build.("Ev").c(1), drain.(drain)})
Logger.configure(always_evaluate_messages: false, level: :error)
p.("not evaluated", {build.("Nev").c(1), drain.(drain)})
Logger.configure(level: :debug)
require Logger
Logger.info("m", domain: [:x])
p.("domain", drain.(drain))
p.("levels", {Logger.configure(level: :all), Logger.level(), Logger.configure(level: :debug)})
p.("compare", try do Logger.compare_levels(:a, :b) rescue e -> e.__struct__ end)
p.("bad filter", :logger.add_primary_filter(:f, :x))
p.("bad handler", {:logger.add_handler("x", Cap, %{}), :logger.add_handler(:x, Cap, [])})
p.("bad level", :logger.set_handler_config(:cap, :level, :foo))
p.("truncate", for(n <- [0, 1, 3, 4, 100], do: Logger.Formatter.truncate(["aé", ?é, "xyz"], n) |> IO.chardata_to_string()))
p.("prune", Logger.Formatter.prune(["a", 300, [<<255>>], :x]))
