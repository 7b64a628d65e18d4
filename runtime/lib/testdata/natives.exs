# Records what real Elixir (on OTP 25) returns for calls of Erlang's functions.
# Run with it: elixir testdata/natives.exs > testdata/natives.golden
# Each line is the base64 of {module, function, args, outcome} in the external
# term format, and the call in words.
# Of a format only the text counts.
flat = fn
  :io_lib, :format, chars -> IO.chardata_to_string(chars)
  _, _, result -> result
end

outcome = fn m, f, a ->
  try do
    {:ok, flat.(m, f, apply(m, f, a))}
  catch
    class, reason ->
      stack = __STACKTRACE__

      info =
        case stack do
          [{^m, ^f, _, loc} | _] ->
            case loc[:error_info] do
              nil -> %{}
              ei ->
                try do
                  apply(ei[:module] || m, ei[:function] || :format_error, [reason, stack])
                catch
                  _, _ -> %{}
                end
            end

          _ ->
            %{}
        end

      info = for {k, v} <- info, is_integer(k), into: %{}, do: {k, IO.chardata_to_string(v)}
      {class, reason, info}
  end
end

{calls, _} = Code.eval_file(Path.join(__DIR__, "natives_calls.exs"))

for {m, f, a} <- calls do
  line = {m, f, a, outcome.(m, f, a)} |> :erlang.term_to_binary() |> Base.encode64()
  IO.puts([line, " ", inspect({m, f, a}, limit: 8, printable_limit: 30) |> String.replace("\n", " ")])
end
