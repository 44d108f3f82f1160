#pragma once

#include "limits/memory_rate_limiter.hpp"
#include "limits/redis/redis_rate_limiter.hpp"
#include "support/run.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

namespace rostrum::limits {

/// The Redis that ROSTRUM_TEST_REDIS_URL names; empty when there is none to test on.
inline std::string redis_url() {
    const char* url = std::getenv("ROSTRUM_TEST_REDIS_URL");
    return url != nullptr ? url : "";
}

/// A client of that Redis, connected.
inline std::unique_ptr<redis::Client> connect_to_redis(Loops& loops, Random& random) {
    auto client = redis::create_client(loops, random,
                                       {.url = redis::parse_url(redis_url()).value(),
                                        .connect_timeout = std::chrono::seconds{10},
                                        .answer_timeout = std::chrono::seconds{10}});
    if (const auto started = client->start(); !started) {
        throw std::runtime_error(started.error().message);
    }
    return client;
}

/// A name that no other test of any process counts.
inline std::string nobody_else() {
    static std::atomic<int> counter{0};
    return "test-" + std::to_string(::getpid()) + "-" + std::to_string(++counter);
}

}  // namespace rostrum::limits
