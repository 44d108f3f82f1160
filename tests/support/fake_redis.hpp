#pragma once

#include "core/loops.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::testing {

/// A server that understands Redis' commands and answers with whatever bytes a test wants, right or
/// wrong. It runs on loop 0.
class FakeRedis {
public:
    struct Answer {
        std::string bytes;
        bool close = false;  ///< the connection, after the bytes
    };
    /// Called on the loop with each command but those of the greeting (PING, AUTH, SELECT), which
    /// are answered unless `greeting` says otherwise. No bytes: the server keeps quiet.
    using Script = std::function<Answer(const std::vector<std::string>& words)>;

    FakeRedis(Loops& loops, Script script, Script greeting = friendly, std::uint16_t port = 0);
    /// Closes the port and all connections, and waits until that is done.
    ~FakeRedis();
    FakeRedis(const FakeRedis&) = delete;
    FakeRedis& operator=(const FakeRedis&) = delete;

    std::uint16_t port() const;
    /// All commands so far, with their words joined by blanks.
    std::vector<std::string> commands() const;
    std::size_t connections() const;
    /// Blocks until so many commands have come; false after 10 s.
    bool wait_for_commands(std::size_t count) const;

    static Answer friendly(const std::vector<std::string>& words);

private:
    struct State;
    std::shared_ptr<State> state_;
};

/// Texts as Redis sends them.
std::string bulk(std::string_view text);

}  // namespace rostrum::testing
