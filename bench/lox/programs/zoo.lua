-- One call site, eight classes: animals in a ring, each with methods of the
-- same names.
local Animal = {}
Animal.__index = Animal

function Animal:feed(amount)
  self.fed = self.fed + amount
  return self.fed
end

local function class()
  local c = setmetatable({}, {__index = Animal})
  c.__index = c
  c.new = function(next) return setmetatable({next = next, fed = 0}, c) end
  return c
end

local Ant = class()
function Ant:legs() return 6 end
function Ant:weight() return 1 end
local Bear = class()
function Bear:legs() return 4 end
function Bear:weight() return self.fed end
local Crab = class()
function Crab:legs() return 10 end
function Crab:weight() return 2 end
local Duck = class()
function Duck:legs() return 2 end
function Duck:weight() return 3 end
local Eel = class()
function Eel:legs() return 0 end
function Eel:weight() return 4 end
local Frog = class()
function Frog:legs() return 4 end
function Frog:weight() return 1 end
function Frog:feed(amount) return Animal.feed(self, amount + amount) end
local Goat = class()
function Goat:legs() return 4 end
function Goat:weight() return 5 end
local Hare = class()
function Hare:legs() return 4 end
function Hare:weight() return 2 end

local function main(rounds)
  local last = Ant.new(nil)
  local ring = Hare.new(Goat.new(Frog.new(Eel.new(Duck.new(Crab.new(Bear.new(last)))))))
  last.next = ring
  local legs = 0
  local heavy = 0
  local animal = ring
  for _ = 1, rounds do
    legs = legs + animal:legs()
    if animal:feed(1) + animal:weight() > rounds / 8 then heavy = heavy + 1 end
    animal = animal.next
  end
  print(legs / rounds * 8)
  print(heavy)
end

main(1200000)
