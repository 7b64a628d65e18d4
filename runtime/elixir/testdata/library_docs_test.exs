defmodule LibraryDocsTest do
  use ExUnit.Case

  for module <- [Enum, Map, String, GenServer, Agent, Supervisor, Process, Task] do
    doctest module
  end

  # What people look up most is shown, not only told.
  @looked_up %{
    Enum => ~w[map filter reject reduce each find sort sort_by group_by zip join count sum take drop at into with_index chunk_every uniq all? any? member?]a,
    Map => ~w[get put fetch fetch! update update! delete merge keys values new has_key? take drop pop]a,
    String => ~w[split replace upcase downcase trim length slice contains? starts_with? to_integer to_atom reverse]a,
    GenServer => ~w[start_link call cast stop reply]a,
    Agent => ~w[start_link get update get_and_update stop]a,
    Supervisor => ~w[start_link start_child which_children count_children]a,
    Process => ~w[alive? exit monitor register send_after sleep info flag]a,
    Task => ~w[async await yield start_link await_many]a
  }

  for {module, names} <- @looked_up, name <- names do
    test "#{inspect(module)}.#{name} has an example" do
      {:docs_v1, _, _, _, _, _, docs} = Code.fetch_docs(unquote(module))
      texts = for {{_, unquote(name), _}, _, _, %{"en" => text}, _} <- docs, do: text
      assert Enum.any?(texts, &(&1 =~ "iex> "))
    end
  end
end
