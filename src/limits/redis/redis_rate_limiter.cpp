#include "limits/redis/redis_rate_limiter.hpp"

#include "limits/gcra.hpp"

#include <boost/uuid/detail/sha1.hpp>
#include <fmt/format.h>

#include <string_view>

namespace rostrum::limits::redis {
namespace {

/// The state of `take_cell`, moved on in Redis. It answers what `take_cell` needs to come to the
/// same decision here: the time, and the key's arrival before this step. Lua's numbers are doubles,
/// which hold microseconds exactly until the year 2255.
constexpr std::string_view script = R"lua(
local key = KEYS[1]
local window, interval, take, now = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end
local kept = tonumber(redis.call('GET', key)) or 0
local arrival = math.min(kept, now + window)
if take == '1' then
  local next = math.max(arrival, now) + interval
  if next - now > window then next = arrival end
  if next ~= kept then
    local spare_ms = 10000
    local life_ms = math.ceil((next - now) / 1000) + spare_ms
    redis.call('SET', key, string.format('%.0f', next), 'PX', string.format('%.0f', life_ms))
  end
end
return {now, arrival}
)lua";

/// Under which Redis knows the script.
std::string sha1_hex(std::string_view text) {
    boost::uuids::detail::sha1 hash;
    hash.process_bytes(text.data(), text.size());
    boost::uuids::detail::sha1::digest_type words;
    hash.get_digest(words);
    std::string hex;
    for (const unsigned int word : words) hex += fmt::format("{:08x}", word);
    return hex;
}

const std::string& script_id() {
    static const std::string id = sha1_hex(script);
    return id;
}

struct Cell {
    Time now;
    Time arrival;
};

/// Throws unless the reply is what the script answers, with times that can be calculated with.
Cell read_cell(const Reply& reply, const RatePolicy& policy) {
    constexpr std::int64_t us_max = std::int64_t{1} << 53;
    if (reply.is_error()) throw LimiterUnavailable("Redis: " + reply.text);
    const auto& parts = reply.elements;
    const auto usable = [&](const Reply& part) {
        return part.kind == Reply::Kind::integer && part.integer >= 0 && part.integer <= us_max;
    };
    if (parts.size() != 2 || !usable(parts[0]) || !usable(parts[1])) {
        throw LimiterUnavailable("Redis: the script answers something else than two times");
    }
    const Cell cell{Time{std::chrono::microseconds{parts[0].integer}},
                    Time{std::chrono::microseconds{parts[1].integer}}};
    if (cell.arrival > cell.now + policy.window) {
        throw LimiterUnavailable("Redis: the script answers a time beyond the window");
    }
    return cell;
}

}  // namespace

Task<RateDecision> RedisRateLimiter::take(const RatePolicy& policy, std::string who) {
    return decide(policy, std::move(who), Step::take);
}

Task<RateDecision> RedisRateLimiter::look(const RatePolicy& policy, std::string who) {
    return decide(policy, std::move(who), Step::look);
}

Task<RateDecision> RedisRateLimiter::decide(const RatePolicy& policy, std::string who, Step step) {
    if (policy.is_off()) co_return RateDecision{};
    const Reply reply = co_await run_script(policy, std::move(who), step);
    auto [now, arrival] = read_cell(reply, policy);
    co_return take_cell(policy, arrival, now);
}

Task<Reply> RedisRateLimiter::run_script(const RatePolicy& policy, std::string who, Step step) {
    const std::chrono::microseconds window = policy.window;
    Command command{"EVALSHA",
                    script_id(),
                    "1",
                    fmt::format("rostrum:rate:{}:{}", policy.name, who),
                    std::to_string(window.count()),
                    std::to_string(cell_interval(policy).count()),
                    step == Step::take ? "1" : "0",
                    clock_ ? std::to_string(clock_->now().time_since_epoch().count()) : ""};
    auto reply = co_await client_.command(command);
    if (reply && reply->error_code() == "NOSCRIPT") {
        // A Redis that was started anew; EVAL makes it remember the script.
        command[0] = "EVAL";
        command[1] = script;
        reply = co_await client_.command(std::move(command));
    }
    if (!reply) throw LimiterUnavailable(reply.error().message);
    co_return std::move(*reply);
}

}  // namespace rostrum::limits::redis
