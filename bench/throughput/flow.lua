-- The requests of the flow in their order, as they are sent where nobody waits for what they answer: no response is
-- looked into, so that a step doesn't know its cart.
local steps = {
  { 'POST', '/carts', '{"reference":"%s"}' },
  { 'POST', '/carts/c1/items', '{"sku":"A","reference":"%s"}' },
  { 'GET', '/carts/c1' },
  { 'DELETE', '/carts/c1' },
}
local headers = {
  ['accept'] = 'application/json',
  ['content-type'] = 'application/json',
  ['authorization'] = 'Bearer bench',
}
local count = 0

function request()
  local step = steps[count % #steps + 1]
  count = count + 1
  return wrk.format(step[1], step[2], headers, step[3] and string.format(step[3], count))
end
