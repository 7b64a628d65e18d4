# What modules say of themselves: their documentation and typespecs, as h, t
# and b show them and Code.fetch_docs/1 gives them.

defmodule :otpsh_docs do
  @moduledoc false

  # Real Elixir reads documentation from compiled files: it has that of the library, and
  # of what c/2 has compiled into a folder, and none of what is compiled in memory.
  def kept?(module), do: :otpsh_code.of_library(module) or :persistent_term.get({:otpsh_docs, module}, false)

  def keep(module), do: :persistent_term.put({:otpsh_docs, module}, true)

  # A shell reads that of modules in memory as well, but not with --strict.
  def shown?(module), do: kept?(module) or :persistent_term.get({:otpsh_iex}, nil) == :free

  # The documentation as {:docs_v1, ...}, or nil. Modules of Erlang have none.
  def fetch(module) do
    with true <- elixir?(module) or not :otpsh_code.of_library(module),
         {moduledoc, metadata, docs} <- :otpsh_code.docs(module) do
      entries =
        for {kind, name, arity, line, signature, text, metadata} <- docs do
          {{kind, name, arity}, line, if(signature == "", do: [], else: [signature]), text(text), metadata}
        end

      {:docs_v1, 1, :elixir, "text/markdown", text(moduledoc), metadata, entries}
    else
      _ -> nil
    end
  end

  # [{kind, name, arity, quoted}], or nil when they are not to be had.
  def typespecs(module), do: if(shown?(module), do: :otpsh_code.typespecs(module))

  defp elixir?(module), do: match?("Elixir." <> _, Atom.to_string(module))

  defp text(nil), do: :none
  defp text(false), do: :hidden
  defp text(text), do: %{"en" => text}
end
