defmodule FirstTest do
  use ExUnit.Case, async: true

  test "holds" do
    assert 1 + 1 == 2
  end

  test "fails" do
    assert 1 + 1 == 3
  end

  @tag :slow
  test "slow" do
    flunk("excluded")
  end
end
