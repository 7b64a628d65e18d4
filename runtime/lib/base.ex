# Base: encodings with 16, 32 and 64 digits, over natives of :otpsh_base.

defmodule Base do
  @moduledoc "Encodes bytes as text in base 16, 32 or 64, and back."

  @doc "Encodes in base 16. Option: `case:` :upper (default) or :lower."
  def encode16(data, opts \\ []) when is_binary(data),
    do: :otpsh_base.encode(cased("16", opts, false), data, false)

  @doc "Decodes base 16; {:ok, data} or :error. Option: `case:` :upper, :lower, :mixed."
  def decode16(string, opts \\ []) do
    {:ok, decode16!(string, opts)}
  rescue
    ArgumentError -> :error
  end

  @doc "Decodes base 16; ArgumentError for other text."
  def decode16!(string, opts \\ [])

  def decode16!(string, opts) when is_binary(string) and rem(byte_size(string), 2) == 0 do
    finish(:otpsh_base.decode(cased("16", opts, true), string, mixed?(opts), true, false))
  end

  def decode16!(string, _opts) when is_binary(string) do
    raise ArgumentError,
          "string given to decode has wrong length. An even number of bytes was expected, got: " <>
            "#{byte_size(string)}. Double check your string for unwanted characters or pad it accordingly"
  end

  @doc "Encodes in base 64. Option: `padding:` (default true)."
  def encode64(data, opts \\ []) when is_binary(data),
    do: :otpsh_base.encode("64", data, Keyword.get(opts, :padding, true))

  @doc "Encodes in base 64 with digits for URLs and file names. Option: `padding:`."
  def url_encode64(data, opts \\ []) when is_binary(data),
    do: :otpsh_base.encode("url64", data, Keyword.get(opts, :padding, true))

  @doc "Decodes base 64; {:ok, data} or :error. Options: `ignore: :whitespace`, `padding:`."
  def decode64(string, opts \\ []) when is_binary(string) do
    {:ok, decode64!(string, opts)}
  rescue
    ArgumentError -> :error
  end

  @doc "Decodes base 64; ArgumentError for other text."
  def decode64!(string, opts \\ []) when is_binary(string), do: decode("64", string, opts, false)

  @doc "Decodes base 64 with digits for URLs; {:ok, data} or :error."
  def url_decode64(string, opts \\ []) when is_binary(string) do
    {:ok, url_decode64!(string, opts)}
  rescue
    ArgumentError -> :error
  end

  @doc "Decodes base 64 with digits for URLs; ArgumentError for other text."
  def url_decode64!(string, opts \\ []) when is_binary(string),
    do: decode("url64", string, opts, false)

  @doc "Encodes in base 32. Options: `case:` :upper or :lower, `padding:`."
  def encode32(data, opts \\ []) when is_binary(data),
    do: :otpsh_base.encode(cased("32", opts, false), data, Keyword.get(opts, :padding, true))

  @doc "Decodes base 32; {:ok, data} or :error. Options: `case:`, `padding:`."
  def decode32(string, opts \\ []) do
    {:ok, decode32!(string, opts)}
  rescue
    ArgumentError -> :error
  end

  @doc "Decodes base 32; ArgumentError for other text."
  def decode32!(string, opts \\ []) when is_binary(string),
    do: decode(cased("32", opts, true), string, opts, mixed?(opts))

  @doc "Encodes in base 32 with digits in the order of their values."
  def hex_encode32(data, opts \\ []) when is_binary(data),
    do: :otpsh_base.encode(cased("hex32", opts, false), data, Keyword.get(opts, :padding, true))

  @doc "Decodes hex base 32; {:ok, data} or :error."
  def hex_decode32(string, opts \\ []) do
    {:ok, hex_decode32!(string, opts)}
  rescue
    ArgumentError -> :error
  end

  @doc "Decodes hex base 32; ArgumentError for other text."
  def hex_decode32!(string, opts \\ []) when is_binary(string),
    do: decode(cased("hex32", opts, true), string, opts, mixed?(opts))

  defp decode(radix, string, opts, mixed) do
    padding = Keyword.get(opts, :padding, true)
    skip = Keyword.get(opts, :ignore) == :whitespace
    finish(:otpsh_base.decode(radix, string, mixed, padding, skip))
  end

  defp finish({:ok, data}), do: data
  defp finish(:padding), do: raise(ArgumentError, "incorrect padding")

  defp finish({:digit, byte}) do
    raise ArgumentError,
          "non-alphabet character found: #{inspect(<<byte>>, binaries: :as_strings)} (byte #{byte})"
  end

  # Digits in the case that was asked for; :mixed when decoding is upper.
  defp cased(radix, opts, mixed) do
    case Keyword.get(opts, :case, :upper) do
      :upper -> radix
      :lower -> radix <> "lower"
      :mixed when mixed -> radix
    end
  end

  defp mixed?(opts), do: Keyword.get(opts, :case) == :mixed
end
