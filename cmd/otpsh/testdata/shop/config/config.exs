import Config

config :shop, greeting: "hello", limits: [items: 3, pieces: 9]
config :shop, limits: [items: 5]
config :shop, Shop.Stock, apples: 2

import_config "#{config_env()}.exs"
