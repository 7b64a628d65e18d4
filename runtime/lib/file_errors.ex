# The errors of File.

defmodule File.Error do
  @moduledoc "A file operation failed."
  defexception [:reason, :path, action: ""]

  def message(%{action: "remove directory", reason: :eexist, path: path}),
    do: "could not remove directory #{inspect(path)}: directory is not empty"

  def message(%{action: action, reason: reason, path: path}),
    do: "could not #{action} #{inspect(path)}: #{:file.format_error(reason)}"
end

defmodule File.CopyError do
  @moduledoc "A file could not be copied."
  defexception [:reason, :source, :destination, on: "", action: ""]
  def message(exception), do: File.RenameError.__between__(exception)
end

defmodule File.RenameError do
  @moduledoc "A file could not be renamed."
  defexception [:reason, :source, :destination, on: "", action: ""]
  def message(exception), do: __between__(exception)

  @doc false
  def __between__(%{action: action, reason: reason, source: source, destination: destination, on: on}) do
    on = if on == "", do: "", else: ". #{on}"
    "could not #{action} from #{inspect(source)} to #{inspect(destination)}#{on}: #{:file.format_error(reason)}"
  end
end

defmodule File.LinkError do
  @moduledoc "A link could not be made."
  defexception [:reason, :existing, :new, action: ""]

  def message(%{action: action, reason: reason, existing: existing, new: new}),
    do: "could not #{action} from #{inspect(existing)} to #{inspect(new)}: #{:file.format_error(reason)}"
end
