-- Loops in loops, with sums, comparisons and logic on small whole numbers.
local function main(size)
  local triangles = 0
  local sum = 0
  local a = 1
  while a <= size do
    local b = a
    while b <= size do
      local c = b
      while c <= size and c < a + b do
        if a * a + b * b == c * c then triangles = triangles + 1 end
        sum = sum + c
        if sum > 1000 then sum = sum - 1000 end
        c = c + 1
      end
      b = b + 1
    end
    a = a + 1
  end
  print(triangles)
  print(sum)
end

main(360)
