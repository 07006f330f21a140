-- Floating-point arithmetic: which points of a grid stay in Mandelbrot's set.
local function main(size, limit)
  local inside = 0
  local steps = 0
  for row = 0, size - 1 do
    local ci = 2 * row / size - 1
    for column = 0, size - 1 do
      local cr = 3 * column / size - 2
      local zr = 0.0
      local zi = 0.0
      local i = 0
      while i < limit and zr * zr + zi * zi <= 4 do
        local next = zr * zr - zi * zi + cr
        zi = 2 * zr * zi + ci
        zr = next
        i = i + 1
      end
      if i == limit then inside = inside + 1 else steps = steps + i end
    end
  end
  print(inside)
  print(steps)
end

main(280, 80)
