import { createHash } from 'node:crypto';

/**
 * All buckets of one decision, in one atomic step. Redis' clock decides; times are milliseconds.
 *
 * - `KEYS[1]` when the limiter began; `KEYS[2…]` a bucket each. They share a hash tag, and so a slot.
 * - `ARGV[1]` the time in place of the server's, or -1; then for each bucket: tokens a second, burst, tokens wanted. A negative wish
 *   gives back.
 * - Answers for each bucket: granted, left, milliseconds until the next token (-1: never).
 *
 * A bucket is `tokens at`, and expires when it is full again. One that is not there holds a token and what has flowed in since the
 * limiter began: full in the long run, nearly empty after a loss of all data.
 */
export const rateLimiterScript = `
local now = tonumber(ARGV[1])
if now < 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
local since = tonumber(redis.call('GET', KEYS[1]) or nil)
if not since or since > now then
  since = now
  redis.call('SET', KEYS[1], string.format('%.17g', now))
end
local answer = {}
for index = 2, #KEYS do
  local first = 3 * index - 4
  local perSecond, burst, wanted = tonumber(ARGV[first]), tonumber(ARGV[first + 1]), tonumber(ARGV[first + 2])
  local tokens, at = 1, since
  local kept = redis.call('GET', KEYS[index])
  if kept then
    local left, as_of = string.match(kept, '(%S+) (%S+)')
    tokens, at = tonumber(left), tonumber(as_of)
  end
  tokens = math.min(burst, tokens + math.max(0, now - at) * perSecond / 1000)
  local granted = math.max(0, math.min(wanted, math.floor(tokens)))
  local after = math.min(burst, tokens - math.min(wanted, granted))
  if after ~= tokens or at > now then
    local full_in = (burst - after) * 1000 / perSecond
    if full_in > 0 then
      redis.call('SET', KEYS[index], string.format('%.17g %.17g', after, now),
        'PX', string.format('%.0f', math.min(1e15, math.ceil(full_in) + 1000)))
    else
      redis.call('DEL', KEYS[index])
    end
  end
  local retry = 0
  if after < 1 then
    retry = burst >= 1 and perSecond > 0 and math.ceil((1 - after) * 1000 / perSecond) or -1
  end
  answer[#answer + 1] = granted
  answer[#answer + 1] = math.max(0, math.floor(after))
  answer[#answer + 1] = retry
end
return answer
`;

export const rateLimiterScriptSha = createHash('sha1').update(rateLimiterScript).digest('hex');
