# :random: the generator from before :rand, of Wichmann and Hill (AS 183): three
# small congruential ones, whose fractions are added.

defmodule :random do
  @moduledoc false

  def seed0, do: {3172, 9814, 20125}

  # Seeding answers what was there before.
  def seed do
    case Process.put(:random_seed, seed0()) do
      nil -> seed0()
      {a, b, c} -> {a, b, c}
    end
  end

  def seed({a, b, c}), do: seed(a, b, c)

  def seed(a, b, c) do
    state = {rem(abs(a), 30268) + 1, rem(abs(b), 30306) + 1, rem(abs(c), 30322) + 1}
    Process.put(:random_seed, state) || :undefined
  end

  def uniform do
    {number, state} = uniform_s(Process.get(:random_seed) || seed0())
    Process.put(:random_seed, state)
    number
  end

  def uniform(n) when is_integer(n) and n >= 1, do: trunc(uniform() * n) + 1

  def uniform_s({a, b, c}) do
    {a, b, c} = {rem(a * 171, 30269), rem(b * 172, 30307), rem(c * 170, 30323)}
    sum = a / 30269 + b / 30307 + c / 30323
    {sum - trunc(sum), {a, b, c}}
  end

  def uniform_s(n, state) when is_integer(n) and n >= 1 do
    {number, state} = uniform_s(state)
    {trunc(number * n) + 1, state}
  end
end
