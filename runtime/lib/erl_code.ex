# :code: which modules there are, under the names that Erlang gives.

defmodule :code do
  @moduledoc false

  def ensure_loaded(module) when is_atom(module) do
    if :otpsh_code.ensure_loaded(module), do: {:module, module}, else: {:error, :nofile}
  end

  def ensure_modules_loaded(modules) when is_list(modules) do
    case for(module <- modules, not :otpsh_code.ensure_loaded(module), do: {module, :nofile}) do
      [] -> :ok
      errors -> {:error, :lists.reverse(errors)}
    end
  end

  def load_file(module) when is_atom(module), do: ensure_loaded(module)

  # Old code is collected like everything else: there is never any to purge.
  def purge(module) when is_atom(module), do: false
  def soft_purge(module) when is_atom(module), do: true
  def delete(module) when is_atom(module), do: :otpsh_code.delete(module)

  def is_loaded(module) when is_atom(module) do
    if :erlang.module_loaded(module), do: {:file, where(module)}, else: false
  end

  def module_status(module) when is_atom(module), do: if(:erlang.module_loaded(module), do: :loaded, else: :not_loaded)

  def which(module) when is_atom(module) do
    if :otpsh_code.ensure_loaded(module), do: where(module), else: :non_existing
  end

  # A module that a program has defined in memory has no file.
  defp where(module) do
    case :otpsh_library.application(module) do
      nil -> if module == :erlang, do: :preloaded, else: []
      {app, _} -> ~c"/#{app}/ebin/#{module}.beam"
    end
  end

  def all_loaded, do: for(module <- :otpsh_code.all_loaded(), do: {module, where(module)})
  def all_available, do: for(module <- :otpsh_library.modules(), do: {:erlang.atom_to_list(module), where(module), :erlang.module_loaded(module)})
  def get_object_code(module) when is_atom(module), do: :error
  def get_mode, do: :interactive
  def objfile_extension, do: ~c".beam"

  def get_path, do: :lists.map(&:unicode.characters_to_list/1, :otpsh_code.paths())
  def add_path(dir), do: add_pathz(dir)
  def add_pathz(dir), do: add(dir, &:otpsh_code.add_path_last/1)
  def add_patha(dir), do: add(dir, &:otpsh_code.add_path_first/1)
  def add_paths(dirs), do: add_pathsz(dirs)
  def add_pathsz(dirs), do: :lists.foreach(&add_pathz/1, dirs)
  def add_pathsa(dirs), do: :lists.foreach(&add_patha/1, dirs)

  defp add(dir, put) do
    dir = :unicode.characters_to_binary(dir)

    if :otpsh_code.directory(dir) do
      put.(dir)
      true
    else
      {:error, :bad_directory}
    end
  end

  def del_path(dir), do: :otpsh_code.delete_path(:unicode.characters_to_binary(dir))
  def del_paths(dirs), do: :lists.foreach(&del_path/1, dirs)

  def lib_dir(app) when is_atom(app), do: {:error, :bad_name}

  def priv_dir(app) when is_atom(app) do
    case :persistent_term.get({:otpsh_app_dir, app}, nil) do
      nil -> {:error, :bad_name}
      dir -> String.to_charlist(Path.join(dir, "priv"))
    end
  end
end
