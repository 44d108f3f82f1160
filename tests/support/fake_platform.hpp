#pragma once

#include "platforms/registry.hpp"
#include "support/gate.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rostrum::testing {

/// The platform's answer to a call.
template <typename T>
platforms::Outcome<T> answered(T data) {
    return platforms::Answered<T>{.data = std::move(data)};
}

/// The platform's refusal of a call.
inline std::unexpected<platforms::PlatformError> refused(
    platforms::Next next, std::string code = "code",
    std::optional<std::chrono::seconds> retry_after = std::nullopt) {
    return std::unexpected(platforms::PlatformError{.next = next,
                                                    .code = std::move(code),
                                                    .message = "for the log",
                                                    .user_message = "For people.",
                                                    .retry_after = retry_after});
}

inline constexpr std::array fake_scopes{
    platforms::Scope{"read", "read the posts", true},
    platforms::Scope{"insights", "read the figures", false},
    platforms::Scope{"rare", "read what few apps may", false, false},
};

/// "fake": tokens live 60 days, are refreshed from 30 days before their end, and not in the first
/// day.
inline constexpr platforms::Descriptor fake_descriptor{
    .id = "fake",
    .name = "Fake",
    .api_version = "v1",
    .settings = {},
    .pkce = platforms::Pkce::s256,
    .scopes = fake_scopes,
    .refresh = {.not_before = std::chrono::hours{24},
                .when_left = std::chrono::days{30},
                .alarm_left = std::chrono::days{7},
                .rotates = true,
                .needs_unexpired_token = true},
    .capabilities = {.connect = true, .read = true},
    .text_max = 2'200,
    .posts_per_sync = 25,
};

/// A platform that answers what a test wants. What a call does is a function that the test may
/// replace before it is made; the counts may be read at any time.
class FakePlatform final : public platforms::Platform,
                           public platforms::Authorizer,
                           public platforms::Reader {
public:
    template <typename T>
    using Outcome = platforms::Outcome<T>;
    using Accounts = std::vector<platforms::Account>;
    using Dailies = std::vector<platforms::DailyMetric>;

    explicit FakePlatform(platforms::Descriptor descriptor = fake_descriptor)
        : descriptor_(descriptor) {}

    // --- What the calls answer ---

    std::function<Outcome<platforms::Tokens>(const platforms::Grant&)> on_exchange;
    std::function<Outcome<platforms::Tokens>(const platforms::Tokens&)> on_refresh;
    std::function<Outcome<bool>(const platforms::Tokens&)> on_revoke = [](const auto&) {
        return answered(true);
    };
    std::function<Outcome<Accounts>(const platforms::Tokens&)> on_accounts;

    std::function<Outcome<platforms::Profile>()> on_profile;
    /// By the cursor of the page ("" is the first) and the limit.
    std::function<Outcome<platforms::PostPage>(const std::string&, std::size_t)> on_posts;
    std::function<Outcome<platforms::PostMetrics>(const platforms::PlatformPost&)> on_metrics =
        [](const auto&) { return answered(platforms::PostMetrics{}); };
    std::function<Outcome<Dailies>(Time, Time)> on_daily = [](Time, Time) {
        return answered(Dailies{});
    };

    /// Where a refresh waits before it answers, when there is one.
    Gate* refresh_gate = nullptr;
    std::string configured_redirect_uri;
    std::vector<std::string> configured;  ///< scopes

    std::atomic<int> exchanges = 0;
    std::atomic<int> refreshes = 0;
    std::atomic<int> revocations = 0;
    std::atomic<int> post_pages = 0;

    /// Changes how tokens are refreshed, before anything is connected.
    platforms::RefreshPolicy& refresh_policy() { return descriptor_.refresh; }
    /// What posts are like, where there is a publisher.
    platforms::PostRules& post_rules() { return descriptor_.post_rules; }
    platforms::Publisher* fake_publisher = nullptr;
    bool& revokes_all_grants() { return descriptor_.revokes_all_grants; }

    // --- Platform ---

    const platforms::Descriptor& descriptor() const override { return descriptor_; }
    platforms::Authorizer& authorizer() override { return *this; }
    std::string redirect_uri() const override { return configured_redirect_uri; }
    std::vector<std::string> configured_scopes() const override { return configured; }
    platforms::Reader* reader() override { return this; }
    platforms::Publisher* publisher() override { return fake_publisher; }

    // --- Authorizer ---

    std::string authorize_url(const platforms::AuthorizeRequest& request) const override {
        std::string url = "https://fake.example/authorize?state=" + request.state +
                          "&redirect_uri=" + request.redirect_uri +
                          "&code_challenge=" + request.code_challenge + "&scope=";
        for (const auto& scope : request.scopes) url += scope + " ";
        return url;
    }
    Task<Outcome<platforms::Tokens>> exchange(platforms::Grant grant) override {
        ++exchanges;
        co_return on_exchange(grant);
    }
    Task<Outcome<platforms::Tokens>> refresh(platforms::Tokens tokens) override {
        ++refreshes;
        if (refresh_gate != nullptr) co_await refresh_gate->pass();
        co_return on_refresh(tokens);
    }
    Task<Outcome<bool>> revoke(platforms::Tokens tokens) override {
        ++revocations;
        co_return on_revoke(tokens);
    }
    Task<Outcome<Accounts>> accounts(platforms::Tokens tokens) override {
        co_return on_accounts(tokens);
    }

    // --- Reader ---

    Task<Outcome<platforms::Profile>> profile(platforms::Access) override {
        co_return on_profile();
    }
    Task<Outcome<platforms::PostPage>> posts(platforms::Access, std::string cursor,
                                             std::size_t limit) override {
        ++post_pages;
        co_return on_posts(cursor, limit);
    }
    Task<Outcome<platforms::PostMetrics>> metrics(platforms::Access,
                                                  platforms::PlatformPost post) override {
        co_return on_metrics(post);
    }
    Task<Outcome<Dailies>> daily(platforms::Access, Time from, Time to) override {
        co_return on_daily(from, to);
    }

private:
    platforms::Descriptor descriptor_;
};

}  // namespace rostrum::testing
