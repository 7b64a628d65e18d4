# JSON: encoding through a protocol, and decoding.

defmodule JSON do
  @moduledoc "Encodes terms as JSON, and decodes JSON."

  @type encoder :: (term, encoder -> iodata)
  @type decode_error_reason ::
          {:unexpected_end, non_neg_integer}
          | {:invalid_byte, non_neg_integer, byte}
          | {:unexpected_sequence, non_neg_integer, binary}

  @doc "The JSON of a term. The encoder is called with each value, and itself."
  def encode!(term, encoder \\ &protocol_encode/2), do: IO.iodata_to_binary(encoder.(term, encoder))

  @doc "As encode!/2, as iodata."
  def encode_to_iodata!(term, encoder \\ &protocol_encode/2), do: encoder.(term, encoder)

  @doc "The encoder that asks JSON.Encoder."
  def protocol_encode(value, encoder)
  def protocol_encode(value, encoder) when is_atom(value), do: JSON.Encoder.Atom.encode(value, encoder)
  def protocol_encode(value, _encoder) when is_binary(value), do: :elixir_json.encode_binary(value)
  def protocol_encode(value, _encoder) when is_integer(value), do: Integer.to_string(value)
  def protocol_encode(value, _encoder) when is_float(value), do: :elixir_json.encode_float(value)
  def protocol_encode(value, encoder) when is_list(value), do: :elixir_json.encode_list(value, encoder)

  def protocol_encode(%{} = value, encoder) when not is_map_key(value, :__struct__),
    do: JSON.Encoder.Map.encode(value, encoder)

  def protocol_encode(value, encoder), do: JSON.Encoder.encode(value, encoder)

  @doc "{:ok, term} or {:error, reason}; objects are maps with string keys."
  def decode(binary) when is_binary(binary) do
    case decode(binary, :ok, []) do
      {decoded, :ok, ""} ->
        {:ok, decoded}

      {_, :ok, <<byte, _::binary>> = rest} ->
        {:error, {:invalid_byte, byte_size(binary) - byte_size(rest), byte}}

      error ->
        error
    end
  end

  @doc """
  {term, acc, rest} or {:error, reason}. Decoders: `:null`, a value; `:string`,
  `:integer`, `:float`, functions of the text; `:array_start`, `:array_push`,
  `:array_finish`, `:object_start`, `:object_push`, `:object_finish`, functions
  that build collections from an accumulator.
  """
  def decode(binary, acc, decoders) when is_binary(binary) and is_list(decoders) do
    :elixir_json.decode(binary, acc, Map.new(Keyword.put_new(decoders, :null, nil)))
  catch
    {:elixir_json, reason} -> {:error, reason}
  end

  @doc "The term; JSON.DecodeError when there is none."
  def decode!(binary) when is_binary(binary) do
    case decode(binary) do
      {:ok, decoded} -> decoded
      {:error, reason} -> raise decode_error(reason, binary)
    end
  end

  defp decode_error({:unexpected_end, offset}, data),
    do: decode_error("unexpected end of JSON binary", offset, data)

  defp decode_error({:invalid_byte, offset, byte}, data),
    do: decode_error("invalid byte #{byte}", offset, data)

  defp decode_error({:unexpected_sequence, offset, bytes}, data),
    do: decode_error("unexpected sequence #{inspect(bytes)}", offset, data)

  defp decode_error(problem, offset, data) do
    message = "#{problem} at position (byte offset) #{offset}"
    %JSON.DecodeError{message: message, offset: offset, data: data}
  end
end

defmodule JSON.DecodeError do
  @moduledoc "A text is no JSON."
  defexception [:message, :offset, :data]
end

defprotocol JSON.Encoder do
  @moduledoc "How a term is encoded as JSON. Deriving it takes the options `:only` and `:except`."

  @undefined_impl_description """
  the protocol must be explicitly implemented.

  If you have a struct, you can derive the implementation specifying \
  which fields should be encoded to JSON:

      @derive {JSON.Encoder, only: [....]}
      defstruct ...

  It is also possible to encode all fields, although this should be \
  used carefully to avoid accidentally leaking private information \
  when new fields are added:

      @derive JSON.Encoder
      defstruct ...

  Finally, if you don't own the struct you want to encode to JSON, \
  you may use Protocol.derive/3 placed outside of any module:

      Protocol.derive(JSON.Encoder, NameOfTheStruct, only: [...])
      Protocol.derive(JSON.Encoder, NameOfTheStruct)\
  """

  @doc "The iodata of a term; the encoder is called for what lies in it."
  def encode(term, encoder)

  defmacro __deriving__(module, opts) do
    all = Enum.map(Macro.struct_info!(module, __CALLER__), & &1.field) -- [:__struct__]
    fields = :elixir_json.derived(all, opts)
    vars = Macro.generate_arguments(length(fields), __MODULE__)

    parts =
      Enum.zip_with([fields, vars, 0..length(fields)], fn [field, var, i] ->
        start = if i == 0, do: "{", else: ","
        key = IO.iodata_to_binary([start, :elixir_json.encode_binary(Atom.to_string(field)), ":"])
        [key, quote(do: encoder.(unquote(var), encoder))]
      end)

    body = if parts == [], do: "{}", else: Enum.concat(parts) ++ ["}"]

    quote do
      defimpl JSON.Encoder, for: unquote(module) do
        def encode(%{unquote_splicing(Enum.zip(fields, vars))}, encoder), do: unquote(body)
      end
    end
  end
end

defimpl JSON.Encoder, for: Atom do
  def encode(nil, _encoder), do: "null"
  def encode(true, _encoder), do: "true"
  def encode(false, _encoder), do: "false"
  def encode(atom, encoder), do: encoder.(Atom.to_string(atom), encoder)
end

defimpl JSON.Encoder, for: BitString do
  def encode(value, _encoder), do: :elixir_json.encode_binary(value)
end

defimpl JSON.Encoder, for: List do
  def encode(value, encoder), do: :elixir_json.encode_list(value, encoder)
end

defimpl JSON.Encoder, for: Integer do
  def encode(value, _encoder), do: Integer.to_string(value)
end

defimpl JSON.Encoder, for: Float do
  def encode(value, _encoder), do: :elixir_json.encode_float(value)
end

defimpl JSON.Encoder, for: Map do
  def encode(map, _encoder) when map == %{}, do: "{}"

  def encode(map, encoder) do
    [{key, value} | rest] = Map.to_list(map)
    [?{, key(key, encoder), ?:, encoder.(value, encoder) | pairs(rest, encoder)]
  end

  defp pairs([], _encoder), do: "}"

  defp pairs([{key, value} | rest], encoder),
    do: [?,, key(key, encoder), ?:, encoder.(value, encoder) | pairs(rest, encoder)]

  defp key(key, encoder) when is_atom(key), do: encoder.(Atom.to_string(key), encoder)
  defp key(key, encoder) when is_binary(key), do: encoder.(key, encoder)
  defp key(key, encoder), do: encoder.(String.Chars.to_string(key), encoder)
end

defimpl JSON.Encoder, for: [Date, Time, NaiveDateTime, DateTime, Duration] do
  def encode(value, _encoder), do: [?", @for.to_iso8601(value), ?"]
end

# What JSON rests on.
defmodule :elixir_json do
  @moduledoc false

  # The fields that a derived encoder takes.
  def derived(all, opts) do
    cond do
      only = opts[:only] ->
        known!(only, all, ":only")
        only

      except = opts[:except] ->
        known!(except, all, ":except")
        all -- except

      true ->
        all
    end
  end

  defp known!(given, all, option) do
    if (unknown = given -- all) != [] do
      raise ArgumentError,
            "unknown struct fields #{inspect(unknown)} specified in #{option}. Expected one of: #{inspect(all)}"
    end
  end

  # -- Encoding ---------------------------------------------------------------

  def encode_integer(integer), do: Integer.to_string(integer)
  def encode_float(float), do: :erlang.float_to_binary(float, [:short])

  def encode_list([], encoder) when is_function(encoder, 2), do: "[]"
  def encode_list([first | rest], encoder), do: [?[, encoder.(first, encoder) | list_loop(rest, encoder)]

  defp list_loop([], _encoder), do: ~c"]"
  defp list_loop([x | rest], encoder), do: [?,, encoder.(x, encoder) | list_loop(rest, encoder)]

  def encode_binary(text) when is_binary(text), do: [?", escape(text, text, 0, []), ?"]

  # The text itself when nothing in it must be escaped; else its parts.
  defp escape(<<char, rest::binary>>, text, size, acc) when char >= 0x20 and char < 0x80 and char not in [?", ?\\],
    do: escape(rest, text, size + 1, acc)

  defp escape(<<char, rest::binary>>, text, size, acc) when char < 0x80,
    do: escape(rest, rest, 0, [acc, binary_part(text, 0, size) | escaped(char)])

  defp escape(<<char::utf8, rest::binary>>, text, size, acc),
    do: escape(rest, text, size + byte_size(<<char::utf8>>), acc)

  defp escape(<<byte, _::binary>>, _text, _size, _acc), do: :erlang.error({:invalid_byte, byte})
  defp escape("", text, _size, []), do: text
  defp escape("", text, _size, acc), do: [acc | text]

  defp escaped(?"), do: "\\\""
  defp escaped(?\\), do: "\\\\"
  defp escaped(?\n), do: "\\n"
  defp escaped(?\t), do: "\\t"
  defp escaped(?\r), do: "\\r"
  defp escaped(?\b), do: "\\b"
  defp escaped(?\f), do: "\\f"
  defp escaped(char), do: "\\u00" <> String.downcase(String.pad_leading(Integer.to_string(char, 16), 2, "0"))

  # -- Decoding ---------------------------------------------------------------

  # {value, acc, rest}. Errors are thrown as {:elixir_json, reason}. d holds
  # the functions, and the size of the whole for positions.
  def decode(binary, acc, decoders) do
    d =
      Map.merge(
        %{
          size: byte_size(binary),
          string: & &1,
          integer: &:erlang.binary_to_integer/1,
          float: &:erlang.binary_to_float/1,
          array_start: fn _ -> [] end,
          array_push: &[&1 | &2],
          array_finish: &{:lists.reverse(&1), &2},
          object_start: fn _ -> [] end,
          object_push: &[{&1, &2} | &3],
          object_finish: &{:maps.from_list(&1), &2}
        },
        decoders
      )

    {value, acc, rest} = value(skip(binary), acc, d)
    # Space at the very end is nobody's.
    {value, acc, if(skip(rest) == "", do: "", else: rest)}
  end

  defp skip(<<space, rest::binary>>) when space in [?\s, ?\n, ?\r, ?\t], do: skip(rest)
  defp skip(rest), do: rest

  defp at(rest, d), do: d.size - byte_size(rest)

  defp unexpected("", d), do: throw({:elixir_json, {:unexpected_end, d.size}})
  defp unexpected(<<byte, _::binary>> = rest, d), do: throw({:elixir_json, {:invalid_byte, at(rest, d), byte}})
  defp unexpected_sequence(bytes, at), do: throw({:elixir_json, {:unexpected_sequence, at, bytes}})

  defp value(<<?", rest::binary>>, acc, d) do
    {string, rest} = string(rest, rest, 0, [], d)
    {string, acc, rest}
  end

  defp value(<<?[, rest::binary>>, acc, d) do
    case skip(rest) do
      <<?], rest::binary>> -> finished(d.array_finish.(d.array_start.(acc), acc), rest)
      rest -> array(rest, d.array_start.(acc), acc, d)
    end
  end

  defp value(<<?{, rest::binary>>, acc, d) do
    case skip(rest) do
      <<?}, rest::binary>> -> finished(d.object_finish.(d.object_start.(acc), acc), rest)
      rest -> object(rest, d.object_start.(acc), acc, d)
    end
  end

  defp value(<<char, _::binary>> = text, acc, d) when char in ?0..?9 or char == ?- do
    {number, rest} = number(text, d)
    {number, acc, rest}
  end

  defp value(<<?t, rest::binary>>, acc, d), do: literal(rest, "rue", true, acc, d)
  defp value(<<?f, rest::binary>>, acc, d), do: literal(rest, "alse", false, acc, d)
  defp value(<<?n, rest::binary>>, acc, d), do: literal(rest, "ull", d.null, acc, d)
  defp value(rest, _acc, d), do: unexpected(rest, d)

  defp finished({value, acc}, rest), do: {value, acc, rest}

  defp literal(rest, name, value, acc, d) do
    size = byte_size(name)

    case rest do
      <<^name::binary-size(size), rest::binary>> -> {value, acc, rest}
      _ when byte_size(rest) <= size -> unexpected("", d)
      _ -> unexpected(rest, d)
    end
  end

  defp array(rest, items, acc, d) do
    {value, items, rest} = value(rest, items, d)
    items = d.array_push.(value, items)

    case skip(rest) do
      <<?,, rest::binary>> -> array(skip(rest), items, acc, d)
      <<?], rest::binary>> -> finished(d.array_finish.(items, acc), rest)
      rest -> unexpected(rest, d)
    end
  end

  defp object(<<?", rest::binary>>, pairs, acc, d) do
    {key, rest} = string(rest, rest, 0, [], d)

    case skip(rest) do
      <<?:, rest::binary>> ->
        {value, pairs, rest} = value(skip(rest), pairs, d)
        after_pair(skip(rest), d.object_push.(key, value, pairs), acc, d)

      rest ->
        unexpected(rest, d)
    end
  end

  defp object(rest, _pairs, _acc, d), do: unexpected(rest, d)

  defp after_pair(<<?,, rest::binary>>, pairs, acc, d), do: object(skip(rest), pairs, acc, d)
  defp after_pair(<<?}, rest::binary>>, pairs, acc, d), do: finished(d.object_finish.(pairs, acc), rest)
  defp after_pair(rest, _pairs, _acc, d), do: unexpected(rest, d)

  # Numbers. A float without a fraction gets one, as :float wants it.
  defp number(text, d) do
    rest = whole(minus(text), d)

    case rest do
      <<?., fraction::binary>> ->
        rest = exponent(some_digits(fraction, d), d)
        {made_float(taken(text, rest), text, d), rest}

      <<e, _::binary>> when e in [?e, ?E] ->
        after_exponent = exponent(rest, d)
        text2 = taken(text, rest) <> ".0" <> taken(rest, after_exponent)
        {made_float(text2, text, d), after_exponent}

      _ ->
        {d.integer.(taken(text, rest)), rest}
    end
  end

  defp made_float(digits, text, d) do
    d.float.(digits)
  rescue
    ArgumentError -> unexpected_sequence(digits, at(text, d))
  end

  defp taken(text, rest), do: binary_part(text, 0, byte_size(text) - byte_size(rest))
  defp minus(<<?-, rest::binary>>), do: rest
  defp minus(text), do: text

  defp whole(<<?0, rest::binary>>, _d), do: rest
  defp whole(rest, d), do: some_digits(rest, d)

  defp some_digits(<<digit, rest::binary>>, _d) when digit in ?0..?9, do: digits(rest)
  defp some_digits(rest, d), do: unexpected(rest, d)

  defp digits(<<digit, rest::binary>>) when digit in ?0..?9, do: digits(rest)
  defp digits(rest), do: rest

  defp exponent(<<e, sign, rest::binary>>, d) when e in [?e, ?E] and sign in [?+, ?-], do: some_digits(rest, d)
  defp exponent(<<e, rest::binary>>, d) when e in [?e, ?E], do: some_digits(rest, d)
  defp exponent(rest, _d), do: rest

  # Strings: start is where the part begins that needs no change, size its
  # length so far.
  defp string(<<?", rest::binary>>, start, size, acc, d) do
    part = binary_part(start, 0, size)
    text = if acc == [], do: part, else: IO.iodata_to_binary([acc, part])
    {d.string.(text), rest}
  end

  defp string(<<?\\, rest::binary>>, start, size, acc, d) do
    {char, rest} = unescape(rest, d)
    string(rest, rest, 0, [acc, binary_part(start, 0, size), <<char::utf8>>], d)
  end

  defp string(<<char, rest::binary>>, start, size, acc, d) when char >= 0x20 and char < 0x80,
    do: string(rest, start, size + 1, acc, d)

  defp string(<<char::utf8, rest::binary>>, start, size, acc, d) when char >= 0x80,
    do: string(rest, start, size + byte_size(<<char::utf8>>), acc, d)

  defp string(<<byte, rest::binary>>, _start, _size, _acc, d) when byte >= 0xC2 and byte <= 0xF4,
    do: unexpected(continued(rest, byte), d)

  defp string(rest, _start, _size, _acc, d), do: unexpected(rest, d)

  # The first byte that cannot go on a character that begins so.
  defp continued(<<second, _::binary>> = rest, 0xE0) when second < 0xA0, do: rest
  defp continued(<<second, _::binary>> = rest, 0xED) when second > 0x9F, do: rest
  defp continued(<<second, _::binary>> = rest, 0xF0) when second < 0x90, do: rest
  defp continued(<<second, _::binary>> = rest, 0xF4) when second > 0x8F, do: rest
  defp continued(<<byte, rest::binary>>, first) when byte in 0x80..0xBF, do: continued(rest, first + 0x1000)
  defp continued(rest, _first), do: rest

  defp unescape(<<?u, rest::binary>>, d), do: code_unit(rest, d)

  defp unescape(<<char, rest::binary>> = all, d) do
    case char do
      ?" -> {?", rest}
      ?\\ -> {?\\, rest}
      ?/ -> {?/, rest}
      ?b -> {?\b, rest}
      ?f -> {?\f, rest}
      ?n -> {?\n, rest}
      ?r -> {?\r, rest}
      ?t -> {?\t, rest}
      _ -> unexpected(all, d)
    end
  end

  defp unescape("", d), do: unexpected("", d)

  # \uXXXX; two of them make a character beyond 0xFFFF.
  defp code_unit(<<digits::4-bytes, rest::binary>>, d) do
    start = at(rest, d) - 6

    case hex(digits) do
      unit when unit in 0xD800..0xDBFF -> second_unit(rest, unit, digits, start, d)
      unit when is_integer(unit) and unit not in 0xDC00..0xDFFF -> {unit, rest}
      _ -> unexpected_sequence("\\u" <> digits, start)
    end
  end

  defp code_unit(_rest, d), do: unexpected("", d)

  defp second_unit(<<?\\, ?u, digits::4-bytes, rest::binary>>, high, first, start, _d) do
    case hex(digits) do
      low when low in 0xDC00..0xDFFF -> {0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00, rest}
      _ -> unexpected_sequence("\\u" <> first <> "\\u" <> digits, start)
    end
  end

  defp second_unit(rest, _high, _first, _start, d) when byte_size(rest) < 6, do: unexpected("", d)
  defp second_unit(rest, _high, _first, _start, d), do: unexpected(rest, d)

  defp hex(digits) do
    case Integer.parse(digits, 16) do
      {unit, ""} when unit >= 0 -> unit
      _ -> :error
    end
  end
end
