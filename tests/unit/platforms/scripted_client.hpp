#pragma once

#include "core/metrics.hpp"
#include "core/random.hpp"
#include "http/client/client.hpp"
#include "http/query.hpp"
#include "platforms/call.hpp"
#include "support/run.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rostrum::platforms {

/// An HTTP client that answers from a list, and remembers what it was asked.
class ScriptedClient final : public http::Client {
public:
    void answer(std::string body, int status = 200, http::Headers headers = {}) {
        script_.emplace_back(http::ClientResponse{status, std::move(headers), std::move(body)});
    }
    void fail(http::TransportFailure failure, std::string message = "made to fail") {
        script_.emplace_back(std::unexpected(http::TransportError{failure, std::move(message)}));
    }

    Task<std::expected<http::ClientResponse, http::TransportError>> send(
        http::ClientRequest request) override {
        requests.push_back(std::move(request));
        if (script_.empty()) {
            ADD_FAILURE() << "not expected: " << requests.back().url;
            co_return std::unexpected(
                http::TransportError{http::TransportFailure::unreachable, "the script has ended"});
        }
        auto next = std::move(script_.front());
        script_.pop_front();
        co_return next;
    }

    std::size_t left() const { return script_.size(); }

    std::vector<http::ClientRequest> requests;

private:
    std::deque<std::expected<http::ClientResponse, http::TransportError>> script_;
};

/// What a platform is made with, and a loop to call it on. Waits between tries take no time.
class PlatformTest : public ::testing::Test {
protected:
    ~PlatformTest() override { EXPECT_EQ(client.left(), 0U) << "answers that nobody asked for"; }

    PlatformParts parts() {
        return {client, clock, random, metrics,
                [this](std::chrono::nanoseconds wait) { return note(waits, wait); }};
    }

    template <typename T>
    T run(Task<T> task) {
        return loops_.run(std::move(task));
    }

    /// The value of a parameter of request `index`: of its query, or of its form.
    std::string parameter(std::size_t index, std::string_view name) const {
        const auto& request = client.requests.at(index);
        const auto& url = request.url;
        const auto query =
            http::parse_query(request.body.empty() ? url.substr(url.find('?') + 1) : request.body);
        return query ? std::string(query->get(name).value_or("")) : std::string();
    }

    /// The address of request `index` without its query.
    std::string path(std::size_t index) const {
        const auto& url = client.requests.at(index).url;
        return url.substr(0, url.find('?'));
    }

    ScriptedClient client;
    ManualClock clock;
    SeededRandom random{7};
    Metrics metrics;
    std::vector<std::chrono::nanoseconds> waits;

private:
    static Task<> note(std::vector<std::chrono::nanoseconds>& waits,
                       std::chrono::nanoseconds wait) {
        waits.push_back(wait);
        co_return;
    }

    testing::TestLoops loops_;
};

}  // namespace rostrum::platforms
