-- Strings compared: built at run time, in two lists apart, most of them alike
-- but for the last letter.
local function word(text, next) return {text = text, next = next} end

local function words(stem)
  local long = stem .. "-" .. stem .. "-" .. stem
  local list = nil
  list = word(stem, list)
  list = word(long, list)
  list = word(long .. "a", list)
  list = word(long .. "b", list)
  list = word(long .. "c", list)
  list = word(long .. "d", list)
  list = word(long .. "e", list)
  list = word(long .. "f", list)
  return list
end

local function main(rounds)
  local left = words("equal")
  local right = words("equal")
  local equal = 0
  local unequal = 0
  for _ = 1, rounds do
    local a = left
    while a do
      local text = a.text
      local b = right
      while b do
        if text == b.text then equal = equal + 1 end
        if text ~= b.text then unequal = unequal + 1 end
        b = b.next
      end
      a = a.next
    end
  end
  print(equal)
  print(unequal / 8)
end

main(60000)
