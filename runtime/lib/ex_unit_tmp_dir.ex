# ExUnit.TmpDir: directories for tests.

defmodule ExUnit.TmpDir do
  @moduledoc false
  # The directory of a test with the tag :tmp_dir.

  @special ~w([ ~ # % & * { } \\ : < > ? / + | " ]) ++ [" "]

  # The context with the path of the empty directory in :tmp_dir.
  def create(%{tmp_dir: true} = context, test), do: create(context, test, "")

  def create(%{tmp_dir: path} = context, test) when is_binary(path),
    do: create(context, test, path)

  def create(%{tmp_dir: other}, _test) when other != false do
    raise ArgumentError, "expected :tmp_dir to be a boolean or a string, got: #{inspect(other)}"
  end

  def create(context, _test), do: context

  defp create(context, test, extra) do
    module = inspect(test.module)
    name = to_string(test.name)
    folder = "#{escape(name)}-#{short_hash(module, name, test.parameters)}"
    path = ["tmp", escape(module), folder, extra] |> Path.join() |> Path.expand()
    File.rm_rf!(path)
    File.mkdir_p!(path)
    Map.put(context, :tmp_dir, path)
  end

  defp short_hash(module, name, parameters) do
    suffix = if parameters == %{}, do: "", else: :erlang.term_to_binary(parameters)

    "#{module}/#{name}#{suffix}"
    |> :erlang.md5()
    |> Base.encode16(case: :lower)
    |> binary_slice(0, 8)
  end

  defp escape(name), do: String.replace(name, @special, "-")
end
