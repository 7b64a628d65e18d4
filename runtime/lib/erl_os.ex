# :os over System: charlists for its strings.

defmodule :os do
  @moduledoc false

  def type, do: {:unix, :linux}
  def version, do: {0, 0, 0}

  def getenv, do: for({name, value} <- System.get_env(), do: String.to_charlist(name <> "=" <> value))
  def env, do: for({name, value} <- System.get_env(), do: {String.to_charlist(name), String.to_charlist(value)})
  def getenv(name), do: getenv(name, false)

  def getenv(name, default) do
    case System.get_env(to_string(name)) do
      nil -> default
      value -> String.to_charlist(value)
    end
  end

  def putenv(name, value) do
    System.put_env(to_string(name), to_string(value))
    true
  end

  def unsetenv(name) do
    System.delete_env(to_string(name))
    true
  end

  def getpid, do: String.to_charlist(System.pid())

  def find_executable(name), do: find_executable(name, System.get_env("PATH") || "")

  def find_executable(name, path) do
    name = to_string(name)

    places =
      if String.contains?(name, "/"),
        do: [name],
        else: for(dir <- String.split(to_string(path), ":", trim: true), do: Path.join(dir, name))

    case Enum.find(places, &executable?/1) do
      nil -> false
      found -> String.to_charlist(found)
    end
  end

  defp executable?(path) do
    case File.stat(path) do
      {:ok, %{type: :regular, mode: mode}} -> :erlang.band(mode, 0o111) != 0
      _ -> false
    end
  end

  def cmd(command), do: cmd(command, %{})

  def cmd(command, _opts) do
    {output, _status} = System.shell("(" <> to_string(command) <> "\n) 2>&1")
    String.to_charlist(output)
  end
end
