#pragma once

#include "core/clock.hpp"
#include "core/json.hpp"
#include "core/random.hpp"
#include "http/server/middleware.hpp"
#include "http/server/server.hpp"
#include "http/server/target.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/simulation.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rostrum::sandbox::test {

/// An answer with its body read.
struct Answer {
    int status = 0;
    http::Headers headers;
    std::string text;
    bool broken_off = false;  ///< the connection ended before the body did

    json::value body() const {
        auto value = parse_json(text);
        EXPECT_TRUE(value) << text;
        return value ? *value : json::value(nullptr);
    }
    /// The code of a Graph error, 0 if it is none.
    std::int64_t code() const { return number("code"); }
    std::int64_t subcode() const { return number("error_subcode"); }

private:
    std::int64_t number(std::string_view name) const {
        const auto parsed = body();
        const auto* object = parsed.if_object();
        const auto* error = object != nullptr ? object->if_contains("error") : nullptr;
        const auto* field = error != nullptr ? error->as_object().if_contains(name) : nullptr;
        return field != nullptr ? field->as_int64() : 0;
    }
};

/// Collects what a handler streams.
class CollectingWriter final : public http::BodyWriter {
public:
    explicit CollectingWriter(std::string& out) : out_(out) {}
    Task<> write(std::string_view piece) override {
        out_ += piece;
        co_return;
    }

private:
    std::string& out_;
};

inline Task<> exchange(const http::Handler& handler, http::Request& request, Answer& answer) {
    const auto response = co_await handler(request);
    answer.status = response.status;
    answer.headers = response.headers;
    answer.text = response.body_view();
    answer.broken_off = response.abort;
    if (!response.stream) co_return;
    CollectingWriter writer(answer.text);
    try {
        co_await response.stream(writer);
    } catch (const std::exception&) {
        answer.broken_off = true;
    }
}

inline Task<http::Response> dispatch(const http::Router& router,
                                     const http::ErrorRenderer& render_error,
                                     http::Request& request) {
    const auto match = router.find(request.method, http::raw_path(request.target), request.params);
    if (match.endpoint != nullptr) co_return co_await match.endpoint->handler(request);
    co_return render_error(make_error(ErrorCode::not_found, "no route"), request);
}

/// A whole sandbox without sockets, and a client of it. Its time stands still unless it is moved.
class SandboxClient {
public:
    explicit SandboxClient(std::uint64_t seed = 1) : SandboxClient(seed, ManualClock().now()) {}
    SandboxClient(std::uint64_t seed, Time start)
        : base(start), random(seed), simulation(base, random, seed), parts_(simulation.parts()) {
        handler_ = http::chain(parts_.middleware, [this](http::Request& request) {
            return dispatch(parts_.router, parts_.render_error, request);
        });
    }

    Answer send(http::Method method, std::string target, http::Headers headers = {},
                std::string body = {}) {
        http::Request request;
        request.method = method;
        request.target = std::move(target);
        EXPECT_FALSE(http::read_target(request)) << request.target;
        request.headers = std::move(headers);
        request.headers.add("Host", "sandbox.test");
        request.body = std::move(body);
        Answer answer;
        asio::io_context context;
        std::exception_ptr failure;
        asio::co_spawn(context, exchange(handler_, request, answer),
                       [&](std::exception_ptr error) { failure = error; });
        context.run();
        if (failure) std::rethrow_exception(failure);
        return answer;
    }

    Answer get(std::string target, http::Headers headers = {}) {
        return send(http::Method::get, std::move(target), std::move(headers));
    }
    Answer post_form(std::string target, const http::Query& form) {
        return send(http::Method::post, std::move(target),
                    {{"Content-Type", "application/x-www-form-urlencoded"}}, form.encode());
    }
    Answer post_json(std::string target, std::string body) {
        return send(http::Method::post, std::move(target), {{"Content-Type", "application/json"}},
                    std::move(body));
    }

    /// `POST /_control/faults`, which has to succeed.
    void set_fault(std::string body) {
        const auto answer = post_json("/_control/faults", std::move(body));
        EXPECT_EQ(answer.status, 201) << answer.text;
    }

    // --- Instagram ---

    static std::string authorize_url(std::string_view rest) {
        return fmt::format("/www.instagram.com/oauth/authorize?client_id={}&redirect_uri={}"
                           "&response_type=code&scope={}{}",
                           built_in_credentials("instagram").client_id,
                           http::percent_encode(redirect_uri), scopes, rest);
    }

    /// A code, as the redirect of a user who said yes carries it.
    std::string code_for(std::string_view account, std::string_view rest = "") {
        const auto answer =
            get(authorize_url(fmt::format("&state=st&auto=allow&account={}{}", account, rest)));
        EXPECT_EQ(answer.status, 302) << answer.text;
        const std::string location(answer.headers.get("Location"));
        const auto begin = location.find("code=") + 5;
        return location.substr(begin, location.find_first_of("&#", begin) - begin);
    }

    static http::Query exchange_form(std::string code) {
        const auto app = built_in_credentials("instagram");
        return {{"client_id", std::string(app.client_id)},
                {"client_secret", std::string(app.client_secret)},
                {"grant_type", "authorization_code"},
                {"redirect_uri", std::string(redirect_uri)},
                {"code", std::move(code)}};
    }

    Answer exchange_code(std::string code) {
        return post_form("/api.instagram.com/oauth/access_token", exchange_form(std::move(code)));
    }

    std::string short_token(std::string_view account, std::string_view rest = "") {
        const auto body = exchange_code(code_for(account, rest)).body();
        const auto& object = body.as_object();
        const auto* wrapped = object.if_contains("data");
        const auto& grant = wrapped != nullptr ? wrapped->as_array().at(0).as_object() : object;
        return std::string(grant.at("access_token").as_string());
    }

    Answer exchange_token(std::string_view token) {
        return get(fmt::format("/graph.instagram.com/access_token?grant_type=ig_exchange_token"
                               "&client_secret={}&access_token={}",
                               built_in_credentials("instagram").client_secret, token));
    }

    std::string long_token(std::string_view account, std::string_view rest = "") {
        const auto body = exchange_token(short_token(account, rest)).body();
        return std::string(body.as_object().at("access_token").as_string());
    }

    Answer refresh(std::string_view token) {
        return get(fmt::format("/graph.instagram.com/refresh_access_token"
                               "?grant_type=ig_refresh_token&access_token={}",
                               token));
    }

    /// A Graph call with the token as a header; `path` begins behind the version.
    Answer graph(std::string_view token, std::string_view path) {
        return get(fmt::format("/graph.instagram.com/v26.0/{}", path),
                   {{"Authorization", fmt::format("Bearer {}", token)}});
    }

    static constexpr std::string_view redirect_uri = "http://localhost:8080/callback";
    static constexpr std::string_view scopes =
        "instagram_business_basic,instagram_business_manage_insights";

    ManualClock base;
    SeededRandom random;
    Simulation simulation;

private:
    http::ServerParts parts_;
    http::Handler handler_;
};

}  // namespace rostrum::sandbox::test
