-- Strings grown piece by piece, at the end and at the front.
local function append(piece, times)
  local text = ""
  for _ = 1, times do text = text .. piece end
  return text
end

local function prepend(piece, times)
  local text = ""
  for _ = 1, times do text = piece .. text end
  return text
end

local function main(rounds)
  local same = 0
  local different = 0
  for _ = 1, rounds do
    local line = append("ab", 120) .. ";"
    if line == prepend("abab", 60) .. ";" then same = same + 1 end
    if line ~= append("ab", 119) .. "ba;" then different = different + 1 end
  end
  print(same)
  print(different)
  print(append("<>", 12))
end

main(12000)
