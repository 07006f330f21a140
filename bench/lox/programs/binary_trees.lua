-- Full binary trees built and counted while one of them is kept.
local Tree = {}
Tree.__index = Tree

function Tree.new(depth)
  local tree = setmetatable({}, Tree)
  if depth > 0 then
    tree.left = Tree.new(depth - 1)
    tree.right = Tree.new(depth - 1)
  end
  return tree
end

function Tree:count()
  if self.left == nil then return 1 end
  return 1 + self.left:count() + self.right:count()
end

local function main(deepest)
  local kept = Tree.new(deepest)
  local trees = 16
  for depth = deepest - 2, 4, -2 do
    local nodes = 0
    for _ = 1, trees do nodes = nodes + Tree.new(depth):count() end
    print(nodes)
    trees = trees * 4
  end
  print(kept:count())
end

main(14)
