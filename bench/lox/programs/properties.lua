-- Fields read and written, directly and through getters and setters.
local Box = {}
Box.__index = Box

function Box.new(width, height)
  return setmetatable({width = width, height = height, depth = 1}, Box)
end

function Box:getWidth() return self.width end
function Box:setWidth(width) self.width = width end
function Box:getHeight() return self.height end
function Box:setHeight(height) self.height = height end

local function main(rounds)
  local box = Box.new(0, rounds)
  for _ = 1, rounds do
    box:setWidth(box:getWidth() + 2)
    box:setHeight(box:getHeight() - 1)
    box.width = box.width - 1
    box.depth = box.height + box.depth - box.height
  end
  print(box.width)
  print(box.height)
  print(box.depth)
end

main(750000)
