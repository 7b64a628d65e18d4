# ExUnit.CaseTemplate: what several modules of tests have in common.

defmodule ExUnit.CaseTemplate do
  @moduledoc """
  A module that test modules `use` in the place of `ExUnit.Case`: its callbacks
  run before theirs, and `using/2` says what they get.

      defmodule StoreCase do
        use ExUnit.CaseTemplate

        using do
          quote do
            import StoreCase
          end
        end

        setup do
          {:ok, store: Store.open()}
        end
      end
  """

  @doc false
  defmacro __using__(_opts) do
    quote do
      ExUnit.Callbacks.__register__(__MODULE__)
      @before_compile ExUnit.Callbacks
      import ExUnit.Callbacks
      import ExUnit.Assertions
      import unquote(__MODULE__)

      defmacro __using__(opts) do
        unquote(__MODULE__).__proxy__(__MODULE__, opts)
      end

      defoverridable __using__: 1
    end
  end

  # What a module that uses the template begins with.
  @doc false
  def __proxy__(template, opts) do
    quote do
      use ExUnit.Case, ExUnit.Case.__keys__(unquote(opts))

      setup_all context do
        unquote(template).__ex_unit__(:setup_all, context)
      end

      setup context do
        unquote(template).__ex_unit__(:setup, context)
      end
    end
  end

  @doc "Code for the modules that use the template; `var` is bound to the options."
  defmacro using(var \\ quote(do: _), do: block) do
    quote do
      defmacro __using__(unquote(var) = opts) do
        parent = unquote(__MODULE__).__proxy__(__MODULE__, opts)
        result = unquote(block)
        {:__block__, [], [parent, result]}
      end
    end
  end
end
