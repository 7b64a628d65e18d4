# IO.ANSI: escape sequences for terminals.

defmodule IO.ANSI do
  @moduledoc "Escape sequences for colours and the cursor."

  @colors [:black, :red, :green, :yellow, :blue, :magenta, :cyan, :white]

  @doc "Whether sequences are wanted: where the program's output and errors go to a terminal."
  def enabled?, do: Application.get_env(:elixir, :ansi_enabled, false)

  for {name, code} <- Enum.with_index(@colors, 30) do
    @doc "Sets the text colour."
    def unquote(name)(), do: unquote("\e[#{code}m")
    @doc "Sets the text colour, bright."
    def unquote(:"light_#{name}")(), do: unquote("\e[#{code + 60}m")
    @doc "Sets the background colour."
    def unquote(:"#{name}_background")(), do: unquote("\e[#{code + 10}m")
    @doc "Sets the background colour, bright."
    def unquote(:"light_#{name}_background")(), do: unquote("\e[#{code + 70}m")
  end

  for {name, code} <- [reset: 0, bright: 1, faint: 2, italic: 3, underline: 4, blink_slow: 5, blink_rapid: 6, inverse: 7, conceal: 8,
                       crossed_out: 9, normal: 22, not_italic: 23, no_underline: 24, blink_off: 25, inverse_off: 27, default_color: 39,
                       reverse: 7, reverse_off: 27, primary_font: 10, font_1: 11, font_2: 12, font_3: 13, font_4: 14,
                       font_5: 15, font_6: 16, font_7: 17, font_8: 18, font_9: 19,
                       default_background: 49, framed: 51, encircled: 52, overlined: 53, not_framed_encircled: 54, not_overlined: 55] do
    @doc "Sets the attribute of text."
    def unquote(name)(), do: unquote("\e[#{code}m")
  end

  def home, do: "\e[H"
  def clear, do: "\e[2J"
  def clear_line, do: "\e[2K"

  @doc "Moves the cursor to a line and column."
  def cursor(line, column)
      when is_integer(line) and line >= 0 and is_integer(column) and column >= 0,
      do: "\e[#{line};#{column}H"

  for {direction, letter} <- [up: "A", down: "B", right: "C", left: "D"] do
    @doc "Moves the cursor that many lines or columns."
    def unquote(:"cursor_#{direction}")(n \\ 1) when is_integer(n) and n >= 1,
      do: "\e[#{n}" <> unquote(letter)
  end

  def color(code) when code in 0..255, do: "\e[38;5;#{code}m"
  def color(r, g, b) when r in 0..5 and g in 0..5 and b in 0..5, do: color(16 + 36 * r + 6 * g + b)
  def color_background(code) when code in 0..255, do: "\e[48;5;#{code}m"
  def color_background(r, g, b) when r in 0..5 and g in 0..5 and b in 0..5, do: color_background(16 + 36 * r + 6 * g + b)

  def syntax_colors do
    Application.get_env(:elixir, :ansi_syntax_colors, [
      atom: :cyan, binary: :default_color, boolean: :magenta, charlist: :yellow, list: :default_color,
      map: :default_color, nil: :magenta, number: :yellow, string: :green, tuple: :default_color,
      variable: :light_cyan, call: :default_color, operator: :default_color
    ])
  end

  @doc "Chardata with atoms replaced by their sequences, reset at the end."
  def format(data, emit? \\ enabled?()) do
    case render(data, emit?, false) do
      {out, true} -> [out | "\e[0m"]
      {out, false} -> out
    end
  end

  @doc "As format/2, without the reset at the end."
  def format_fragment(data, emit? \\ enabled?()), do: elem(render(data, emit?, false), 0)

  defp render([head | tail], emit?, used) do
    {head, used} = render(head, emit?, used)
    {tail, used} = render(tail, emit?, used)
    {[head | tail], used}
  end

  defp render([], _emit?, used), do: {[], used}
  defp render(name, emit?, used) when is_atom(name) do
    sequence = sequence(name)
    if emit?, do: {sequence, true}, else: {[], used}
  end

  defp render(other, _emit?, used), do: {other, used}

  defp sequence(name) do
    if function_exported?(IO.ANSI, name, 0), do: apply(IO.ANSI, name, []), else: raise(ArgumentError, "invalid ANSI sequence specification: #{inspect(name)}")
  end
end
