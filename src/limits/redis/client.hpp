#pragma once

#include "core/loops.hpp"
#include "core/result.hpp"
#include "core/retry.hpp"
#include "core/task.hpp"
#include "limits/redis/protocol.hpp"
#include "limits/redis/url.hpp"

#include <chrono>
#include <cstddef>
#include <memory>

namespace rostrum::limits::redis {

struct Options {
    Url url;
    std::chrono::milliseconds connect_timeout{2000};  ///< the sign-in included
    std::chrono::milliseconds answer_timeout{250};
    Backoff reconnect{.base = std::chrono::milliseconds{100}, .cap = std::chrono::seconds{3}};
    std::size_t waiting_max = 10'000;  ///< commands without an answer; more are refused
    ReplyLimits reply_limits = {};
};

/// A Redis server. Safe to use from any loop.
class Client {
public:
    virtual ~Client() = default;

    /// Sends a command and answers its reply, which may be an error of Redis. Fails when there is
    /// no connection, when it breaks (the command may have been run then), when the answer is late,
    /// and when too many commands wait. Never waits for a connection.
    virtual Task<Result<Reply>> command(Command command) = 0;

    /// Connects, and goes on trying for ever when the connection breaks. Answers what came of the
    /// first try. Blocks for at most `connect_timeout`; not for a loop's thread. Call once.
    virtual Result<> start() = 0;

    /// Fails all commands that wait and all that come. Blocks; before the loops stop. Idempotent.
    virtual void stop() = 0;
};

/// A client with one connection, on the first loop: Redis answers in order, so all loops share it.
/// `loops` and `random` outlive it.
std::unique_ptr<Client> create_client(Loops& loops, Random& random, Options options);

}  // namespace rostrum::limits::redis
