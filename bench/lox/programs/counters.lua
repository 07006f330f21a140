-- Closures that change what they have captured.
local function makeCounter(step)
  local count = 0
  return function()
    count = count + step
    return count
  end
end

local function main(rounds)
  local ones = makeCounter(1)
  local twos = makeCounter(2)
  local total = 0
  local function add(amount) total = total + amount end
  for i = 0, rounds - 1 do
    if twos() - ones() == i + 1 then add(1) end
    local fresh = makeCounter(i)
    if fresh() + fresh() == 3 * i then add(1) end
  end
  print(ones())
  print(twos())
  print(total)
end

main(480000)
