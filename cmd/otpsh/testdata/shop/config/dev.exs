import Config
config :shop, mode: :in_development
