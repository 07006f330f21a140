-- Euclid's algorithm by subtraction: short calls around short loops.
local function gcd(a, b)
  while a ~= b do
    if a > b then a = a - b else b = b - a end
  end
  return a
end

local function main(size)
  local coprime = 0
  local sum = 0
  for a = 1, size do
    for b = 1, size do
      local divisor = gcd(a, b)
      if divisor == 1 then coprime = coprime + 1 else sum = sum + divisor end
      if sum > 1000 then sum = sum - 1000 end
    end
  end
  print(coprime)
  print(sum)
end

main(800)
