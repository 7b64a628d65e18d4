defmodule Till.MixProject do
  use Mix.Project
  def project, do: [app: :till, version: "1.2.0"]
  def application, do: [registered: [:till]]
end
