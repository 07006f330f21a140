-- Calls of functions and of methods with none to four arguments.
local function zero() return 1 end
local function one(a) return a end
local function two(a, b) return b end
local function three(a, b, c) return c end
local function four(a, b, c, d) return d end

local Callee = {}
Callee.__index = Callee
function Callee:zero() return 1 end
function Callee:one(a) return a end
function Callee:two(a, b) return b end
function Callee:three(a, b, c) return c end
function Callee:four(a, b, c, d) return d end

local function main(rounds)
  local callee = setmetatable({}, Callee)
  local last = 0
  local wrong = 0
  for i = 0, rounds - 1 do
    zero()
    one(i)
    two(0, i)
    three(0, 0, i)
    last = four(0, 0, 0, i)
    callee:zero()
    callee:one(i)
    callee:two(0, i)
    callee:three(0, 0, i)
    if callee:four(0, 0, 0, i) ~= last then wrong = wrong + 1 end
  end
  print(last)
  print(wrong)
end

main(600000)
