#pragma once

#include "core/clock.hpp"
#include "core/random.hpp"
#include "http/client/client.hpp"
#include "http/server/middleware.hpp"
#include "http/server/server.hpp"
#include "http/server/target.hpp"
#include "sandbox/simulation.hpp"
#include "support/body_source.hpp"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace rostrum::platforms {

/// The simulated platforms without sockets: an HTTP client whose every request is answered by them.
/// Their time is the clock that it is made with.
class SimulatedClient final : public http::Client {
public:
    SimulatedClient(const Clock& clock, Random& random)
        : simulation_(clock, random, 1, this), parts_(simulation_.parts()) {
        handler_ = http::chain(parts_.middleware,
                               [this](http::Request& request) { return dispatch(request); });
    }

    /// What the base URLs of platforms begin with.
    static constexpr std::string_view base_url = "http://sandbox.test/";

    Task<std::expected<http::ClientResponse, http::TransportError>> send(
        http::ClientRequest request) override {
        if (!request.url.starts_with(base_url)) {
            const auto file = files.find(request.url);
            if (file == files.end()) co_return http::ClientResponse{404, {}, {}};
            co_return http::ClientResponse{200, {}, file->second};
        }
        ++requests;
        http::Request out;
        out.method = request.method;
        out.target = request.url.substr(std::min(base_url.size() - 1, request.url.size()));
        if (http::read_target(out)) {
            co_return std::unexpected(
                http::TransportError{http::TransportFailure::bad_url, "no target"});
        }
        out.headers = std::move(request.headers);
        out.headers.add("Host", "sandbox.test");
        out.body = std::move(request.body);
        if (request.body_source) out.body = co_await testing::read_all(*request.body_source);
        const auto response = co_await handler_(out);
        http::ClientResponse answer{response.status, response.headers, {}};
        answer.body = response.body_view();
        Collector collector(answer.body, request.response_bytes_max);
        bool broken = response.abort;
        if (response.stream) {
            try {
                co_await response.stream(collector);
            } catch (const std::exception&) {
                broken = true;
            }
        }
        if (collector.is_full()) {
            co_return std::unexpected(http::TransportError{
                http::TransportFailure::response_too_large, "the body is too large"});
        }
        if (broken) {
            co_return std::unexpected(
                http::TransportError{http::TransportFailure::no_answer, "the connection broke"});
        }
        co_return answer;
    }

    sandbox::Simulation& simulation() { return simulation_; }

    std::int64_t requests = 0;
    /// What lies elsewhere, for platforms that fetch files: by its address.
    std::map<std::string, std::string> files;

private:
    class Collector final : public http::BodyWriter {
    public:
        Collector(std::string& out, std::size_t limit) : out_(out), limit_(limit) {}
        Task<> write(std::string_view piece) override {
            full_ = out_.size() + piece.size() > limit_;
            if (full_) throw std::length_error("the body is too large");
            out_ += piece;
            co_return;
        }
        bool is_full() const { return full_; }

    private:
        std::string& out_;
        std::size_t limit_;
        bool full_ = false;
    };

    Task<http::Response> dispatch(http::Request& request) {
        const auto match =
            parts_.router.find(request.method, http::raw_path(request.target), request.params);
        if (match.endpoint != nullptr) co_return co_await match.endpoint->handler(request);
        co_return parts_.render_error(make_error(ErrorCode::not_found, "no route"), request);
    }

    sandbox::Simulation simulation_;
    http::ServerParts parts_;
    http::Handler handler_;
};

}  // namespace rostrum::platforms
