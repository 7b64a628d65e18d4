defmodule SecondTest do
  use ExUnit.Case

  test "holds too" do
    assert :ok
  end
end
