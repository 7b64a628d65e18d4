# URI: taking addresses apart and putting them together, queries, and the
# percent encoding.

defmodule URI do
  @moduledoc "Uniform resource identifiers: parse, build, merge, encode."

  @derive {Inspect, optional: [:authority]}
  defstruct [:scheme, :authority, :userinfo, :host, :port, :path, :query, :fragment]

  @type t :: %__MODULE__{}

  @ports %{
    "ftp" => 21,
    "http" => 80,
    "https" => 443,
    "ldap" => 389,
    "sftp" => 22,
    "tftp" => 69,
    "ws" => 80,
    "wss" => 443
  }

  @doc "The port that a scheme implies; nil when none is known."
  def default_port(scheme) when is_binary(scheme) do
    case :persistent_term.get({URI, scheme}, nil) do
      nil -> Map.get(@ports, scheme)
      port -> port
    end
  end

  @doc "Sets the port that a scheme implies."
  def default_port(scheme, port) when is_binary(scheme) and is_integer(port) and port >= 0 do
    :persistent_term.put({URI, scheme}, port)
  end

  # -- Queries ----------------------------------------------------------------

  @doc """
  Encodes an enumerable of pairs as a query. Encodings: :www_form (space is +)
  and :rfc3986 (space is %20).

      iex> URI.encode_query(a: 1, b: "x y")
      "a=1&b=x+y"
  """
  def encode_query(enumerable, encoding \\ :www_form) do
    Enum.map_join(enumerable, "&", &encode_kv_pair(&1, encoding))
  end

  defp encode_kv_pair({key, _}, _encoding) when is_list(key) do
    raise ArgumentError, "encode_query/2 keys cannot be lists, got: #{inspect(key)}"
  end

  defp encode_kv_pair({_, value}, _encoding) when is_list(value) do
    raise ArgumentError, "encode_query/2 values cannot be lists, got: #{inspect(value)}"
  end

  defp encode_kv_pair({key, value}, :rfc3986) do
    encode(Kernel.to_string(key), &char_unreserved?/1) <>
      "=" <> encode(Kernel.to_string(value), &char_unreserved?/1)
  end

  defp encode_kv_pair({key, value}, :www_form) do
    encode_www_form(Kernel.to_string(key)) <> "=" <> encode_www_form(Kernel.to_string(value))
  end

  @doc "Decodes a query into a map; a later pair replaces one of the same key."
  def decode_query(query, map \\ %{}, encoding \\ :www_form)

  def decode_query(query, %_{} = dict, encoding) when is_binary(query) do
    Enum.reduce(query_decoder(query, encoding), dict, fn {key, value}, dict ->
      Map.put(dict, key, value)
    end)
  end

  def decode_query(query, map, encoding) when is_binary(query) and is_map(map) do
    Enum.reduce(query_decoder(query, encoding), map, fn {key, value}, map ->
      Map.put(map, key, value)
    end)
  end

  @doc "The pairs of a query, one after the other."
  def query_decoder(query, encoding \\ :www_form) when is_binary(query) do
    Stream.unfold(query, &next_pair(&1, encoding))
  end

  defp next_pair("", _), do: nil

  defp next_pair(query, encoding) do
    {pair, rest} =
      case :binary.split(query, "&") do
        [pair, rest] -> {pair, rest}
        [pair] -> {pair, ""}
      end

    next =
      case :binary.split(pair, "=") do
        [key, value] -> {decode_with(key, encoding), decode_with(value, encoding)}
        [key] -> {decode_with(key, encoding), ""}
      end

    {next, rest}
  end

  defp decode_with(text, :www_form), do: decode_www_form(text)
  defp decode_with(text, :rfc3986), do: decode(text)

  # -- Percent encoding -------------------------------------------------------

  @doc "Whether the character has a meaning of its own in a URI."
  def char_reserved?(character) when is_integer(character),
    do: character in ~c":/?#[]@!$&'()*+,;="

  def char_reserved?(_), do: false

  @doc "Whether the character is a letter, a digit or one of ~_-."
  def char_unreserved?(character),
    do: character in ?0..?9 or character in ?a..?z or character in ?A..?Z or character in ~c"~_-."

  @doc "Whether the character may stand in a URI as it is."
  def char_unescaped?(character), do: char_reserved?(character) or char_unreserved?(character)

  @doc "Encodes all bytes for which the predicate is false as %XX."
  def encode(string, predicate \\ &char_unescaped?/1)
      when is_binary(string) and is_function(predicate, 1) do
    for <<byte <- string>>, into: "", do: if(predicate.(byte), do: <<byte>>, else: percent(byte))
  end

  @doc "Encodes as forms do: a space is +."
  def encode_www_form(string) when is_binary(string) do
    for <<byte <- string>>, into: "" do
      cond do
        byte == ?\s -> "+"
        char_unreserved?(byte) -> <<byte>>
        true -> percent(byte)
      end
    end
  end

  defp percent(byte), do: "%" <> Base.encode16(<<byte>>)

  @doc "Decodes %XX; what is no such sequence stays."
  def decode(uri) when is_binary(uri), do: unpercent(uri, "", false)

  @doc "Decodes %XX, and + as a space."
  def decode_www_form(string) when is_binary(string), do: unpercent(string, "", true)

  defp unpercent("", acc, _), do: acc
  defp unpercent(<<?+, rest::binary>>, acc, true), do: unpercent(rest, <<acc::binary, ?\s>>, true)

  defp unpercent(<<?%, a, b, rest::binary>>, acc, spaces) do
    case {digit(a), digit(b)} do
      {high, low} when high < 16 and low < 16 ->
        unpercent(rest, <<acc::binary, high * 16 + low>>, spaces)

      _ ->
        unpercent(<<a, b, rest::binary>>, <<acc::binary, ?%>>, spaces)
    end
  end

  defp unpercent(<<byte, rest::binary>>, acc, spaces),
    do: unpercent(rest, <<acc::binary, byte>>, spaces)

  defp digit(c) when c in ?0..?9, do: c - ?0
  defp digit(c) when c in ?a..?f, do: c - ?a + 10
  defp digit(c) when c in ?A..?F, do: c - ?A + 10
  defp digit(_), do: 16

  # -- Parsing ----------------------------------------------------------------

  @doc "Takes a URI apart, without checking its characters."
  def parse(%URI{} = uri), do: uri

  def parse(string) when is_binary(string) do
    {string, fragment} = cut(string, "#")
    {string, query} = cut(string, "?")
    {scheme, rest} = cut_scheme(string)
    {authority, path} = cut_authority(rest)
    {userinfo, host, port} = parse_authority(authority)
    scheme = scheme && String.downcase(scheme)

    %URI{
      scheme: scheme,
      authority: authority,
      userinfo: userinfo,
      host: host,
      port: port || (scheme && default_port(scheme)),
      path: if(path == "", do: nil, else: path),
      query: query,
      fragment: fragment
    }
  end

  defp cut(string, mark) do
    case :binary.split(string, mark) do
      [left, right] -> {left, right}
      [left] -> {left, nil}
    end
  end

  defp cut_scheme(<<first, _::binary>> = string) when first in ?a..?z or first in ?A..?Z do
    case cut(string, ":") do
      {_, nil} -> {nil, string}
      {scheme, rest} -> if scheme?(scheme), do: {scheme, rest}, else: {nil, string}
    end
  end

  defp cut_scheme(string), do: {nil, string}

  defp scheme?(<<c, rest::binary>>)
       when c in ?a..?z or c in ?A..?Z or c in ?0..?9 or c in [?+, ?-, ?.],
       do: scheme?(rest)

  defp scheme?(rest), do: rest == ""

  defp cut_authority("//" <> rest) do
    case cut(rest, "/") do
      {authority, nil} -> {authority, ""}
      {authority, path} -> {authority, "/" <> path}
    end
  end

  defp cut_authority(path), do: {nil, path}

  defp parse_authority(nil), do: {nil, nil, nil}

  defp parse_authority(authority) do
    {userinfo, address} =
      case List.last([nil | :binary.matches(authority, "@")]) do
        nil ->
          {nil, authority}

        {at, 1} ->
          rest = binary_part(authority, at + 1, byte_size(authority) - at - 1)
          {binary_part(authority, 0, at), rest}
      end

    {host, port} = parse_address(address)
    {userinfo, host, port}
  end

  defp parse_address("[" <> rest) do
    case cut(rest, "]") do
      {_, nil} -> {"", nil}
      {host, ":" <> port} -> {host, parse_port(port)}
      {host, _} -> {host, nil}
    end
  end

  defp parse_address(address) do
    {host, port} = cut(address, ":")
    {String.trim_trailing(host, "]"), port && parse_port(port)}
  end

  defp parse_port(text) do
    case Integer.parse(text) do
      {port, ""} -> port
      _ -> nil
    end
  end

  @doc "Takes a URI apart and checks it; {:ok, uri} or {:error, part}."
  def new(%URI{} = uri), do: {:ok, uri}

  def new(string) when is_binary(string) do
    uri = parse(string)

    case invalid(uri) do
      nil -> {:ok, %{uri | authority: nil}}
      part -> {:error, blame(string, part)}
    end
  end

  @doc "Like new/1; URI.Error when the string is no URI."
  def new!(%URI{} = uri), do: uri

  def new!(string) when is_binary(string) do
    case new(string) do
      {:ok, uri} -> uri
      {:error, part} -> raise URI.Error, action: :parse, reason: :invalid_uri, part: part
    end
  end

  # What is wrong is looked for as in a relative reference, which has no colon
  # before its first slash.
  defp blame(string, part) do
    {start, _} = cut(string, "/")

    case cut(start, ":") do
      {_, nil} -> part
      {scheme, _} -> first(scheme, ~c"%") || ":"
    end
  end

  defp invalid(%URI{} = uri) do
    first(uri.userinfo, ~c":%") || invalid_host(uri) || first(uri.path, ~c"/:@%") ||
      invalid_start(uri) || first(uri.query, ~c"/?:@%") || first(uri.fragment, ~c"/?:@%")
  end

  defp invalid_start(%URI{scheme: nil, authority: nil, path: path}) when is_binary(path) do
    {start, _} = cut(path, "/")
    if String.contains?(start, ":"), do: ":"
  end

  defp invalid_start(_), do: nil

  defp invalid_host(%URI{authority: nil}), do: nil

  defp invalid_host(%URI{authority: authority, userinfo: userinfo}) do
    skip = if userinfo, do: byte_size(userinfo) + 1, else: 0

    case binary_part(authority, skip, byte_size(authority) - skip) do
      "[" <> rest ->
        case cut(rest, "]") do
          {_, nil} -> "["
          {host, ""} -> first(host, ~c":")
          {host, ":" <> port} -> first(host, ~c":") || invalid_port(port)
          _ -> "]"
        end

      address ->
        {host, port} = cut(address, ":")
        first(host, ~c"%") || (port && invalid_port(port))
    end
  end

  defp invalid_port(port) do
    Enum.find_value(String.codepoints(port), fn c -> if c not in ~w(0 1 2 3 4 5 6 7 8 9), do: c end)
  end

  # The first character that is neither unreserved, a delimiter of parts, nor
  # one of those given.
  defp first(nil, _), do: nil

  defp first(string, more) do
    Enum.find_value(String.codepoints(string), fn
      <<c>> = char ->
        if not (char_unreserved?(c) or c in ~c"!$&'()*+,;=" or c in more), do: char

      char ->
        char
    end)
  end

  # -- Building ---------------------------------------------------------------

  @doc "The URI as text."
  def to_string(%URI{} = uri), do: Kernel.to_string(uri)

  @doc "Resolves a reference against an absolute URI."
  def merge(uri, rel)

  def merge(%URI{scheme: nil}, _rel) do
    raise ArgumentError, "you must merge onto an absolute URI"
  end

  def merge(%URI{} = base, %URI{} = rel) do
    cond do
      rel.scheme != nil ->
        %{rel | path: tidy(rel.path)}

      rel.host != nil ->
        %{rel | scheme: base.scheme, port: rel.port || default_port(base.scheme), path: tidy(rel.path)}

      rel.path == nil ->
        %{base | query: rel.query || base.query, fragment: rel.fragment}

      true ->
        path = tidy(merge_paths(base, rel.path))
        %{base | path: path, query: rel.query, fragment: rel.fragment}
    end
  end

  def merge(base, rel), do: merge(parse(base), parse(rel))

  defp merge_paths(_, "/" <> _ = path), do: path
  defp merge_paths(%URI{path: nil}, path), do: "/" <> path

  defp merge_paths(%URI{path: base}, path) do
    {_, kept} = List.pop_at(String.split(base, "/"), -1)
    Enum.join(kept ++ [path], "/")
  end

  # The path without segments of dots.
  defp tidy(nil), do: nil

  defp tidy(path) do
    [first | segments] = String.split(path, "/")
    Enum.join([first | climb(segments, [])], "/")
  end

  defp climb([], done), do: Enum.reverse(done)
  defp climb(["."], done), do: Enum.reverse(["" | done])
  defp climb([".."], done), do: Enum.reverse(["" | Enum.drop(done, 1)])
  defp climb(["." | rest], done), do: climb(rest, done)
  defp climb([".." | rest], done), do: climb(rest, Enum.drop(done, 1))
  defp climb([segment | rest], done), do: climb(rest, [segment | done])

  @doc "Appends a path, which begins with one slash."
  def append_path(%URI{}, "//" <> _ = path) do
    raise ArgumentError, ~s|path cannot start with "//", got: #{inspect(path)}|
  end

  def append_path(%URI{path: path} = uri, "/" <> rest = all) do
    cond do
      path == nil -> %{uri | path: all}
      String.ends_with?(path, "/") -> %{uri | path: path <> rest}
      true -> %{uri | path: path <> all}
    end
  end

  def append_path(%URI{}, path) when is_binary(path) do
    raise ArgumentError, ~s|path must start with "/", got: #{inspect(path)}|
  end

  @doc "Appends to the query."
  def append_query(uri, query)

  def append_query(%URI{query: query} = uri, more) when is_binary(more) do
    cond do
      query in [nil, ""] -> %{uri | query: more}
      String.ends_with?(query, "&") -> %{uri | query: query <> more}
      true -> %{uri | query: query <> "&" <> more}
    end
  end
end

defmodule URI.Error do
  defexception [:action, :reason, :part]

  @impl true
  def message(%{action: action, reason: reason, part: part}) do
    "cannot #{action} due to reason #{reason}: #{inspect(part)}"
  end
end

defimpl String.Chars, for: URI do
  def to_string(%{host: host, path: path} = uri)
      when host != nil and is_binary(path) and path != "" and binary_part(path, 0, 1) != "/" do
    raise ArgumentError,
          ":path in URI must be empty or an absolute path if URL has a :host, got: #{inspect(uri)}"
  end

  def to_string(%{scheme: scheme, port: port, path: path, query: query, fragment: fragment} = uri) do
    port = if scheme && port == URI.default_port(scheme), do: nil, else: port

    IO.iodata_to_binary([
      if(scheme, do: [scheme, ?:], else: []),
      authority(uri, port),
      if(path, do: path, else: []),
      if(query, do: [??, query], else: []),
      if(fragment, do: [?#, fragment], else: [])
    ])
  end

  defp authority(%{host: nil, authority: nil}, _), do: []
  defp authority(%{host: nil, authority: authority}, _), do: ["//", authority]

  defp authority(%{host: host, userinfo: userinfo}, port) do
    [
      "//",
      if(userinfo, do: [userinfo, ?@], else: []),
      if(String.contains?(host, ":"), do: [?[, host, ?]], else: host),
      if(port, do: [?:, Integer.to_string(port)], else: [])
    ]
  end
end
