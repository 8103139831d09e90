-- The realistic mix as a wrk user would send it: drawn by weight, its bodies filled in and wrk.format called for each
-- request. MIX names the table that mix.mjs wrote.
local mix = dofile(os.getenv('MIX'))
local cards = {}
local run, count

function setup(thread)
  thread:set('seed', os.time())
end

function init(args)
  math.randomseed(seed)
  run = string.format('%x', seed)
  count = 0
  for _, entry in ipairs(mix) do
    for _ = 1, entry.weight do cards[#cards + 1] = entry end
  end
end

local function fill(parts)
  if #parts == 1 and type(parts[1]) == 'string' then return parts[1] end
  local texts = {}
  for i, part in ipairs(parts) do
    if type(part) == 'string' then
      texts[i] = part
    elseif part.value == 'unique' then
      count = count + 1
      texts[i] = run .. count
    elseif part.value == 'now' then
      texts[i] = os.date('!%Y-%m-%dT%H:%M:%S.000Z')
    else
      texts[i] = tostring(math.random(part.from, part.to))
    end
  end
  return table.concat(texts)
end

function request()
  local entry = cards[math.random(#cards)]
  return wrk.format(entry.method, fill(entry.path), entry.headers, entry.body and fill(entry.body))
end
