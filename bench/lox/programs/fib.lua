-- Recursive calls, and little else. Less two millions, because clox prints six
-- digits.
local function fib(n)
  if n < 2 then return n end
  return fib(n - 2) + fib(n - 1)
end

print(fib(32) - 2000000)
