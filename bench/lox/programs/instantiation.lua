-- Small objects made, read once, and dropped.
local Empty = {}
Empty.__index = Empty

function Empty.new() return setmetatable({}, Empty) end

local Pair = {}
Pair.__index = Pair

function Pair.new(left, right)
  return setmetatable({left = left, right = right}, Pair)
end

local function main(rounds)
  local last = nil
  local sum = 0
  for i = 0, rounds - 1 do
    Empty.new()
    last = Pair.new(i, 1)
    sum = sum + Pair.new(last, 2).left.right
  end
  print(sum)
  print(last.left)
end

main(400000)
