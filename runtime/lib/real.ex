# Comparing with a real Elixir: .real runs this module in both, so it is valid
# on either, and on older ones.

defmodule :otpsh_real do
  @moduledoc false

  # What an expression prints, and its value or error as text: {printed, shown}.
  def run(text, binding, env, width) do
    {:ok, device} = StringIO.open("")
    leader = Process.group_leader()
    Process.group_leader(self(), device)

    shown =
      try do
        diagnosed(fn -> evaluate(text, binding, env, width) end)
      after
        Process.group_leader(self(), leader)
      end

    {_, printed} = StringIO.contents(device)
    StringIO.close(device)
    {printed, shown}
  end

  defp evaluate(text, binding, env, width) do
    {value, _} = Code.eval_string(text, binding, env)
    if value == :"do not show this result in output", do: "", else: inspect(value, pretty: true, width: width)
  catch
    kind, reason ->
      {blamed, stack} = Exception.blame(kind, reason, __STACKTRACE__)
      Exception.format_banner(kind, blamed, stack)
  end

  # With what the compiler has to say above it.
  defp diagnosed(fun) do
    {shown, diagnostics} =
      if function_exported?(Code, :with_diagnostics, 2),
        do: apply(Code, :with_diagnostics, [[], fun]),
        else: {fun.(), []}

    Enum.map_join(diagnostics, "", &"#{&1.severity}: #{&1.message}\n") <> shown
  end

  # Source for values: [{name, source}] of those that it gives back, and the
  # names of the others.
  def sources(binding, names) do
    {handed, kept} =
      binding
      |> Enum.filter(fn {name, _} -> name in names end)
      |> Enum.map(fn {name, value} -> {name, source(value)} end)
      |> Enum.split_with(fn {_, source} -> source end)

    {handed, Enum.map(kept, &elem(&1, 0))}
  end

  @most 65_536

  defp source(value) do
    Enum.find_value([true, false], fn structs? ->
      text = inspect(value, limit: :infinity, printable_limit: :infinity, structs: structs?)
      if byte_size(text) <= @most and gives_back?(text, value), do: text
    end)
  end

  defp gives_back?(text, value) do
    {other, _} = Code.eval_string(text)
    other === value
  rescue
    _ -> false
  end

  # The whole of the other side: inputs that define modules or concern names are
  # evaluated, then bindings and the expression. The answer is a line of its own;
  # its last field tells of inputs that failed.
  def main(inputs, bindings, text, width) do
    {_, env, failures} =
      Enum.reduce(["import IEx.Helpers" | inputs], {[], Code.env_for_eval(file: "iex"), []}, &input/2)

    bindings = for {name, source} <- bindings, do: {name, source |> Code.eval_string() |> elem(0)}
    {printed, shown} = run(text, bindings, env, width)
    fields = [System.version(), System.otp_release(), printed, shown, failures |> Enum.reverse() |> Enum.join("\n")]
    IO.puts("\notpsh-real:" <> Enum.map_join(fields, ",", &Base.encode64/1))
  end

  defp input(text, {binding, env, failures}) do
    {_, binding, env} = Code.eval_quoted_with_env(Code.string_to_quoted!(text), binding, env)
    {binding, env, failures}
  rescue
    error ->
      line = text |> String.split("\n") |> hd()
      {binding, env, [line <> " fails there: " <> Exception.format_banner(:error, error) | failures]}
  end
end
