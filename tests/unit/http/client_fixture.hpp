#pragma once

#include "http/client/client.hpp"
#include "support/loopback_server.hpp"
#include "support/run.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <expected>
#include <memory>
#include <string>

namespace rostrum::http {

using testing::LoopbackServer;
using testing::ok;
using testing::redirect_to;
using testing::SeenRequest;

/// One loop, and a client on it that may go anywhere.
class ClientTest : public ::testing::Test {
protected:
    using Outcome = std::expected<ClientResponse, TransportError>;

    static ClientRequest to(std::string url) {
        return ClientRequest{.url = std::move(url),
                             .timeout = std::chrono::seconds{10},
                             .addresses = AddressPolicy::dangerously_allow_any_address};
    }

    Outcome send(ClientRequest request) { return loops.run(client->send(std::move(request))); }
    Outcome get(const std::string& url) { return send(to(url)); }

    testing::TestLoops loops;
    std::unique_ptr<Client> client = create_client(*loops);
};

/// Whether an outcome is this failure; what it is instead, if not.
inline ::testing::AssertionResult failed_with(
    const std::expected<ClientResponse, TransportError>& outcome, TransportFailure failure) {
    if (outcome) return ::testing::AssertionFailure() << "status " << outcome->status;
    if (outcome.error().failure == failure) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << "failure " << static_cast<int>(outcome.error().failure)
                                         << ", " << outcome.error().message;
}

}  // namespace rostrum::http
