# ExUnit's modules belong to an application once that is loaded
modules = [ExUnit, ExUnit.Case, Logger, Kernel, :gen_server, Nope]
show = fn -> IO.inspect(for m <- modules, do: {m, Application.get_application(m), :application.get_application(m)}) end
show.()
ExUnit.start(autorun: false)
show.()
