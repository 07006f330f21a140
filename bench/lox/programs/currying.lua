-- Functions that make functions, and functions given to functions.
local function add(a)
  return function(b)
    return function(c) return a + b + c end
  end
end

local function compose(outer, inner)
  return function(x) return outer(inner(x)) end
end

local function main(rounds)
  local step = compose(add(1)(1), add(0)(-1))
  local right = 0
  for i = 0, rounds - 1 do
    if add(i)(1)(2) == i + 3 then right = right + 1 end
    if compose(step, step)(i) == i + 2 then right = right + 1 end
  end
  print(right)
end

main(400000)
