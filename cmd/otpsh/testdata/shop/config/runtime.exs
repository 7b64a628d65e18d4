import Config
config :shop, started_in: config_env()
