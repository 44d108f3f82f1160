#pragma once

#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/ids.hpp"

#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace rostrum::jobs {

/// The kinds of work, the most urgent first: a worker looks for work in this order.
enum class Queue : std::uint8_t { publish, refresh, user_sync, webhook, scheduled_sync, clean_up };
BOOST_DESCRIBE_ENUM(Queue, publish, refresh, user_sync, webhook, scheduled_sync, clean_up)

/// A job to be done.
struct NewJob {
    std::string kind;  ///< names the handler: "sync.run"
    Queue queue = Queue::clean_up;
    boost::json::value payload = boost::json::object{};
    /// While a job of this kind and key waits or runs, another one is not taken.
    std::optional<std::string> unique_key = std::nullopt;
    std::optional<Time> run_at = std::nullopt;  ///< empty: at once
    int attempts_max = 5;
};

/// A job that a worker has claimed.
struct Job {
    JobId id;
    std::string kind;
    Queue queue = Queue::clean_up;
    boost::json::value payload;
    std::optional<std::string> unique_key;
    int attempt = 0;  ///< this try, from 1
    int attempts_max = 1;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (id, kind, queue, payload, unique_key, attempt, attempts_max, created_at))

/// The job is done, and its row goes.
struct Done {};

/// This try failed; the next one comes after a backoff, or after `after`. After the last try the
/// job goes to the dead letters.
struct Retry {
    std::string error;
    std::optional<std::chrono::milliseconds> after = std::nullopt;
};

/// There is no sense in another try: the job goes to the dead letters.
struct Discard {
    std::string error;
};

/// Not now. The try does not count.
struct Snooze {
    Time until;
};

/// What became of a try.
using JobOutcome = std::variant<Done, Retry, Discard, Snooze>;

}  // namespace rostrum::jobs
