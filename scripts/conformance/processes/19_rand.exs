# :rand: numbers of every kind from given seeds.
import Bitwise

for algorithm <- [:exsss, :exsp, :default, :exrop, :exro928ss, :exs1024s, :exs1024, :exs64, :exsplus], seed <- [42, {1, 2, 3}, 0, -5, 1 <<< 70] do
  s = :rand.seed_s(algorithm, seed)
  {floats, s} = Enum.map_reduce(1..5, s, fn _, s -> :rand.uniform_s(s) end)
  {integers, s} = Enum.map_reduce(1..5, s, fn _, s -> :rand.uniform_s(1000, s) end)
  {normals, s} = Enum.map_reduce(1..40, s, fn _, s -> :rand.normal_s(s) end)
  {reals, s} = Enum.map_reduce(1..30, s, fn _, s -> :rand.uniform_real_s(s) end)
  {bytes, s} = :rand.bytes_s(11, s)
  {large, s} = :rand.uniform_s(1 <<< 100, s)
  {normal, s} = :rand.normal_s(3, 4.0, s)
  IO.inspect({algorithm, seed, floats, integers, normals, reals, bytes, large, normal, :rand.export_seed_s(s)}, limit: :infinity)
end
