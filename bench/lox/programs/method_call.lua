-- Methods inherited, overridden, and reached through the parent's table.
local Account = {}
Account.__index = Account

function Account.new(balance)
  return setmetatable({balance = balance}, Account)
end

function Account:deposit(amount)
  self.balance = self.balance + amount
  return self
end

function Account:worth() return self.balance end

local FeeAccount = setmetatable({}, {__index = Account})
FeeAccount.__index = FeeAccount

function FeeAccount.new(balance, fee)
  return setmetatable({balance = balance, fee = fee, fees = 0}, FeeAccount)
end

function FeeAccount:deposit(amount)
  self.fees = self.fees + self.fee
  return Account.deposit(self, amount - self.fee)
end

local function main(rounds)
  local plain = Account.new(0)
  local paying = FeeAccount.new(0, 1)
  for _ = 1, rounds do
    plain:deposit(1):deposit(-1)
    paying:deposit(3):deposit(-1)
    if plain:worth() > paying:worth() then plain:deposit(1) end
  end
  print(plain:worth())
  print(paying:worth())
  print(paying.fees)
end

main(450000)
