# Version: versions as MAJOR.MINOR.PATCH-PRE+BUILD, and requirements on them.

defmodule Version do
  @moduledoc "Versions, their order, and requirements as \"~> 1.2 and != 1.4.0\"."
  import Kernel, except: [match?: 2, to_string: 1]

  @enforce_keys [:major, :minor, :patch]
  @derive {Inspect, optional: [:pre, :build]}
  defstruct [:major, :minor, :patch, pre: [], build: nil]

  @type t :: %__MODULE__{}
  @type version :: String.t() | t
  @type requirement :: String.t() | Version.Requirement.t()

  @doc """
  Whether the version fulfils the requirement. Option: `:allow_pre`; false lets
  a pre-release fulfil only a requirement that names one.
  """
  def match?(version, requirement, opts \\ [])

  def match?(version, requirement, opts) when is_binary(requirement),
    do: match?(version, parse_requirement!(requirement), opts)

  def match?(version, requirement, opts) do
    allow_pre = Keyword.get(opts, :allow_pre, true)
    Version.Requirement.match?(requirement, parts(version), allow_pre)
  end

  @doc ":lt, :eq or :gt; what is built does not count."
  def compare(version1, version2), do: __order__(parts(version1), parts(version2))

  @doc false
  def __order__({major1, minor1, patch1, pre1, _}, {major2, minor2, patch2, pre2, _}) do
    # A pre-release comes before the release itself; numbers before names.
    first = {major1, minor1, patch1, pre1 == [], pre1}
    second = {major2, minor2, patch2, pre2 == [], pre2}

    cond do
      first > second -> :gt
      first < second -> :lt
      true -> :eq
    end
  end

  defp parts(%Version{major: major, minor: minor, patch: patch, pre: pre}),
    do: {major, minor, patch, pre, []}

  defp parts(string) do
    case Version.Parser.parse_version(string) do
      {:ok, parts} -> parts
      :error -> raise Version.InvalidVersionError, string
    end
  end

  @doc "{:ok, version}, or :error."
  def parse(string) when is_binary(string) do
    with {:ok, {major, minor, patch, pre, build}} <- Version.Parser.parse_version(string) do
      build = if build != [], do: Enum.join(build, ".")
      {:ok, %Version{major: major, minor: minor, patch: patch, pre: pre, build: build}}
    end
  end

  @doc "The version; Version.InvalidVersionError when it is none."
  def parse!(string) when is_binary(string) do
    case parse(string) do
      {:ok, version} -> version
      :error -> raise Version.InvalidVersionError, string
    end
  end

  @doc "{:ok, requirement}, or :error."
  def parse_requirement(string) when is_binary(string) do
    with {:ok, conditions} <- Version.Parser.parse_requirement(string),
         do: {:ok, Version.Requirement.new(string, conditions)}
  end

  @doc "The requirement; Version.InvalidRequirementError when it is none."
  def parse_requirement!(string) when is_binary(string) do
    case parse_requirement(string) do
      {:ok, requirement} -> requirement
      :error -> raise Version.InvalidRequirementError, string
    end
  end

  @doc "The requirement itself."
  def compile_requirement(requirement), do: Version.Requirement.compile_requirement(requirement)

  @doc "The version as a string."
  def to_string(%Version{} = version) do
    pre = if version.pre == [], do: "", else: "-" <> Enum.map_join(version.pre, ".", &"#{&1}")
    build = if build = version.build, do: "+#{build}"
    "#{version.major}.#{version.minor}.#{version.patch}#{pre}#{build}"
  end
end

defmodule Version.Requirement do
  @moduledoc "A requirement on a version; made by Version.parse_requirement/1."
  import Kernel, except: [match?: 2]

  # lexed: an operator and the parts of a version, then :and or :or and so on.
  defstruct [:source, :lexed]

  @type t :: %__MODULE__{}

  @doc false
  def new(source, lexed), do: %__MODULE__{source: source, lexed: lexed}

  @doc false
  def compile_requirement(%Version.Requirement{} = requirement), do: requirement

  @doc false
  def match?(%__MODULE__{lexed: [operator, wanted | rest]}, version, allow_pre \\ true),
    do: all(rest, holds?(operator, wanted, version, allow_pre), version, allow_pre)

  # From left to right: neither word binds stronger.
  defp all([], so_far, _version, _allow_pre), do: so_far

  defp all([word, operator, wanted | rest], so_far, version, allow_pre) do
    so_far =
      case word do
        :and -> so_far and holds?(operator, wanted, version, allow_pre)
        :or -> so_far or holds?(operator, wanted, version, allow_pre)
      end

    all(rest, so_far, version, allow_pre)
  end

  defp holds?(:==, wanted, version, _), do: Version.__order__(version, wanted) == :eq
  defp holds?(:!=, wanted, version, _), do: Version.__order__(version, wanted) != :eq
  defp holds?(:<, wanted, version, _), do: Version.__order__(version, wanted) == :lt
  defp holds?(:<=, wanted, version, _), do: Version.__order__(version, wanted) != :gt

  defp holds?(:>, wanted, version, allow_pre),
    do: Version.__order__(version, wanted) == :gt and pre_allowed?(wanted, version, allow_pre)

  defp holds?(:>=, wanted, version, allow_pre),
    do: Version.__order__(version, wanted) != :lt and pre_allowed?(wanted, version, allow_pre)

  defp holds?(:~>, {major, minor, patch, pre, _} = wanted, version, allow_pre) do
    # 0 is the first of all pre-releases.
    next = if patch, do: {major, minor + 1, 0, [0], []}, else: {major + 1, 0, 0, [0], []}
    from = {major, minor, patch || 0, pre, []}

    Version.__order__(version, from) != :lt and Version.__order__(version, next) == :lt and
      pre_allowed?(wanted, version, allow_pre)
  end

  defp pre_allowed?({_, _, _, wanted_pre, _}, {_, _, _, pre, _}, allow_pre),
    do: allow_pre or wanted_pre != [] or pre == []
end

defmodule Version.InvalidRequirementError do
  @moduledoc "A text is no version requirement."
  defexception [:requirement]

  def exception(requirement) when is_binary(requirement), do: %__MODULE__{requirement: requirement}
  def message(%{requirement: requirement}), do: "invalid requirement: #{inspect(requirement)}"
end

defmodule Version.InvalidVersionError do
  @moduledoc "A text is no version."
  defexception [:version]

  def exception(version) when is_binary(version), do: %__MODULE__{version: version}
  def message(%{version: version}), do: "invalid version: #{inspect(version)}"
end

defmodule Version.Parser do
  @moduledoc false

  @signs [
    {">=", :>=}, {"<=", :<=}, {"~>", :~>}, {">", :>}, {"<", :<}, {"==", :==},
    {" or ", :or}, {" and ", :and}, {"!=", :!=}, {"!", :!=}, {" ", nil}
  ]

  # {:ok, [operator, version, word, operator, version ...]} or :error.
  def parse_requirement(source), do: conditions(lexer(source))

  defp conditions([version | rest]) when is_binary(version), do: conditions([:==, version | rest])

  defp conditions([operator, version | rest]) when operator not in [:and, :or] and is_binary(version) do
    with {:ok, version} <- required(operator, version) do
      case rest do
        [] ->
          {:ok, [operator, version]}

        [word | rest] when word in [:and, :or] ->
          with {:ok, conditions} <- conditions(rest), do: {:ok, [operator, version, word | conditions]}

        _ ->
          :error
      end
    end
  end

  defp conditions(_tokens), do: :error

  # Only ~> may leave the patch out.
  defp required(operator, version) do
    case parse_version(version, true) do
      {:ok, {_, _, nil, _, _}} when operator != :~> -> :error
      result -> result
    end
  end

  # The operators as atoms and what is between them as strings.
  def lexer(string), do: lexer(string, "")

  defp lexer("", word), do: word_then(word, [])

  defp lexer(string, word) do
    case Enum.find(@signs, fn {text, _} -> String.starts_with?(string, text) end) do
      nil ->
        <<char::utf8, rest::binary>> = string
        lexer(rest, <<word::binary, char::utf8>>)

      {text, sign} ->
        if sign == :!=,
          do: IO.warn("#{text} inside Version requirements is deprecated, use ~> or >= instead")

        rest = binary_part(string, byte_size(text), byte_size(string) - byte_size(text))
        word_then(word, if(sign, do: [sign | lexer(rest, "")], else: lexer(rest, "")))
    end
  end

  defp word_then("", tokens), do: tokens
  defp word_then(word, tokens), do: [word | tokens]

  # {:ok, {major, minor, patch, pre, build}} or :error; approximate versions
  # may have no patch.
  def parse_version(string, approximate? \\ false) when is_binary(string) do
    {string, build} = cut(string, "+")
    {string, pre} = cut(string, "-")

    with {:ok, {major, minor, patch}} <- numbers(String.split(string, "."), approximate?),
         {:ok, pre} <- identifiers(pre),
         {:ok, pre} <- pre_numbers(pre),
         {:ok, build} <- identifiers(build) do
      {:ok, {major, minor, patch, pre, build}}
    else
      _ -> :error
    end
  end

  defp cut(string, separator) do
    case String.split(string, separator, parts: 2) do
      [first, rest] -> {first, rest}
      [first] -> {first, nil}
    end
  end

  defp numbers([_, _] = texts, true) do
    with [major, minor] <- Enum.map(texts, &number/1),
         true <- is_integer(major) and is_integer(minor),
         do: {:ok, {major, minor, nil}}
  end

  defp numbers([_, _, _] = texts, _approximate?) do
    numbers = Enum.map(texts, &number/1)
    if Enum.all?(numbers, &is_integer/1), do: {:ok, List.to_tuple(numbers)}, else: :error
  end

  defp numbers(_texts, _approximate?), do: :error

  # The number of digits without a leading zero, or what else it is.
  defp number(text) do
    cond do
      text == "" or not all?(text, &(&1 in ?0..?9)) -> :name
      String.starts_with?(text, "0") and text != "0" -> :leading_zero
      true -> String.to_integer(text)
    end
  end

  defp identifiers(nil), do: {:ok, []}

  defp identifiers(text) do
    parts = String.split(text, ".")
    if Enum.all?(parts, &(&1 != "" and all?(&1, fn c -> identifier_char?(c) end))), do: {:ok, parts}, else: :error
  end

  defp identifier_char?(char), do: char in ?0..?9 or char in ?a..?z or char in ?A..?Z or char == ?-

  defp all?(text, fun), do: Enum.all?(:binary.bin_to_list(text), fun)

  defp pre_numbers(parts) do
    numbers = Enum.map(parts, &{number(&1), &1})

    if Enum.any?(numbers, &match?({:leading_zero, _}, &1)),
      do: :error,
      else: {:ok, Enum.map(numbers, fn {number, part} -> if is_integer(number), do: number, else: part end)}
  end
end

defimpl String.Chars, for: Version do
  import Kernel, except: [to_string: 1]
  def to_string(version), do: Version.to_string(version)
end

defimpl String.Chars, for: Version.Requirement do
  import Kernel, except: [to_string: 1]
  def to_string(%Version.Requirement{source: source}), do: source
end

defimpl Inspect, for: Version.Requirement do
  def inspect(%Version.Requirement{source: source}, opts) do
    colored = Inspect.Algebra.color_doc("\"" <> source <> "\"", :string, opts)
    Inspect.Algebra.concat(["Version.parse_requirement!(", colored, ")"])
  end
end
