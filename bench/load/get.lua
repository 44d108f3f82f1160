-- One path, another workspace's token with each request; ends with one line of JSON.
--
--   TOKENS=file wrk --latency -s get.lua URL

local tokens = {}
local offset = 0

function setup(thread)
   -- Threads begin at different tokens.
   thread:set("offset", offset)
   offset = offset + 17
end

function init(args)
   for token in io.lines(os.getenv("TOKENS")) do
      tokens[#tokens + 1] = wrk.format("GET", nil, { ["Authorization"] = "Bearer " .. token })
   end
end

function request()
   offset = offset + 1
   return tokens[offset % #tokens + 1]
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '{"requests":%d,"seconds":%.3f,"bytes":%d,"p50Ms":%.3f,"p99Ms":%.3f,"maxMs":%.3f,"badStatus":%d,"socketErrors":%d}\n',
      summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
      latency.max / 1e3, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
