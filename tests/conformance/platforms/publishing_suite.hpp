#pragma once

#include "conformance/platforms/simulated_client.hpp"
#include "crypto/hash.hpp"
#include "crypto/pkce.hpp"
#include "platforms/registry.hpp"
#include "sandbox/sandbox.hpp"
#include "support/run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms {

/// A post that the suite publishes at a simulated platform. Each platform has its rows in a file of
/// its own, publishing_PLATFORM_test.cpp.
struct PublishingRow {
    std::string_view platform;
    std::string_view name;  ///< "image": a part of the tests' names
    std::string_view account;
    std::string_view id_prefix = {};  ///< of the account, where a login gives access to several
    std::function<PostContent()> content;
    /// The endpoints that it calls, by the simulator's names: each one's answer is lost once.
    std::vector<std::string_view> endpoints;
    /// Those of them that make the post and can be looked for only as long as it is there: after an
    /// error without the effect somebody is asked.
    std::vector<std::string_view> endpoints_in_doubt = {};
    std::size_t posts = 1;         ///< that it makes
    bool is_listed = true;         ///< the account's own list tells of it
    bool can_be_deleted = true;    ///< the platform has a call for it
    std::string_view handle = {};  ///< the account's, as `published()` calls it; empty: `account`
    std::string_view simulator = {};  ///< its id, where that is not the platform's
};

inline void PrintTo(const PublishingRow& row, std::ostream* out) { *out << row.name; }

inline std::string name_of_row(const ::testing::TestParamInfo<PublishingRow>& info) {
    return std::string(info.param.platform) + "_" + std::string(info.param.name);
}

/// `size` bytes that begin with what tells a type, and are like no other file of another `seed`.
inline std::string file_bytes(std::string_view magic, std::size_t size, unsigned seed = 1) {
    std::string out(magic);
    for (unsigned value = seed; out.size() < size;) {
        value = value * 1'664'525U + 1'013'904'223U;
        out += static_cast<char>(value >> 24U);
    }
    out.resize(size);
    return out;
}
inline constexpr std::string_view jpeg_magic = "\xFF\xD8\xFF\xE0";
inline constexpr std::string_view mp4_magic{"\0\0\0\x18"
                                            "ftypmp42",
                                            12};
inline constexpr std::string_view pdf_magic = "%PDF-1.7\n";

inline MediaFile media_file(MediaKind kind, std::string mime, std::string bytes,
                            std::string alt_text = {}) {
    MediaFile file;
    file.id = crypto::sha256_hex(bytes).substr(0, 8);
    file.kind = kind;
    file.mime = std::move(mime);
    file.filename = "file";
    file.bytes = bytes.size();
    file.alt_text = std::move(alt_text);
    file.width = 1'080;
    file.height = 1'080;
    if (kind == MediaKind::video) file.duration_ms = 12'000;
    file.range = [bytes = std::move(bytes)](std::uint64_t offset, std::uint64_t length) {
        return http::BodySource(bytes.substr(offset, length));
    };
    return file;
}
inline MediaFile jpeg(std::size_t size, unsigned seed = 1, std::string alt_text = {}) {
    return media_file(MediaKind::image, "image/jpeg", file_bytes(jpeg_magic, size, seed),
                      std::move(alt_text));
}
inline MediaFile mp4(std::size_t size, unsigned seed = 1) {
    return media_file(MediaKind::video, "video/mp4", file_bytes(mp4_magic, size, seed));
}

/// A platform and its simulator, and somebody who publishes as the server would.
class PublishingConformance : public ::testing::TestWithParam<PublishingRow> {
protected:
    static constexpr std::string_view redirect_uri = "http://127.0.0.1:8080/callback";

    PublishingConformance() {
        const auto app = sandbox::built_in_credentials(GetParam().platform);
        platform = create_platform(GetParam().platform,
                                   {.client_id = std::string(app.client_id),
                                    .client_secret = Secret(std::string(app.client_secret)),
                                    .redirect_uri = {},
                                    .base_url = std::string(SimulatedClient::base_url),
                                    .api_version = {}},
                                   {client, clock, random, metrics,
                                    [](std::chrono::nanoseconds) -> Task<> { co_return; }});
        access = connect();
        plan = {.content = GetParam().content(),
                .handle = std::string(handle()),
                .started_at = clock.now()};
        offer_files();
    }

    /// For platforms that fetch files by themselves.
    void offer_files() {
        for (auto& file : plan.content.media) {
            if (!file.public_url.empty() || !file.range) continue;
            file.public_url = "https://files.test/" + file.id;
            client.files[file.public_url] = std::get<std::string>(file.range(0, file.bytes));
        }
    }

    template <typename T>
    T run(Task<T> task) {
        return loops.run(std::move(task));
    }
    std::string_view handle() const {
        return GetParam().handle.empty() ? GetParam().account : GetParam().handle;
    }
    Publisher& publisher() { return *platform->publisher(); }

    sandbox::SimulatedPlatform& simulated() {
        const auto& row = GetParam();
        return *client.simulation().find(row.simulator.empty() ? row.platform : row.simulator);
    }
    std::vector<sandbox::PublishedPost> published() { return simulated().published().of(handle()); }

    Access connect(std::string_view more = "") {
        const Secret verifier{crypto::pkce_verifier(random)};
        const bool pkce = platform->descriptor().pkce == Pkce::s256;
        AuthorizeRequest request{.state = "st",
                                 .redirect_uri = std::string(redirect_uri),
                                 .scopes = {},
                                 .code_challenge = pkce ? crypto::pkce_challenge(verifier) : ""};
        for (const auto& scope : platform->descriptor().scopes) {
            request.scopes.emplace_back(scope.name);
        }
        http::ClientRequest get;
        get.url = platform->authorizer().authorize_url(request) +
                  "&auto=allow&account=" + std::string(GetParam().account) + std::string(more);
        const auto response = run(client.send(std::move(get)));
        std::string location(response ? response->headers.get("Location") : "");
        location = location.substr(0, location.find('#'));
        const auto query = http::parse_query(location.substr(location.find('?') + 1));
        Grant grant{.code = Secret(std::string(query->get("code").value_or(""))),
                    .redirect_uri = std::string(redirect_uri),
                    .code_verifier = pkce ? verifier : Secret()};
        const auto tokens = run(platform->authorizer().exchange(std::move(grant)));
        EXPECT_TRUE(tokens) << location;
        if (!tokens) return {};
        const auto accounts = run(platform->authorizer().accounts(tokens->data));
        EXPECT_TRUE(accounts && !accounts->data.empty());
        if (!accounts || accounts->data.empty()) return {};
        auto account = std::ranges::find_if(accounts->data, [](const Account& each) {
            return each.external_id.starts_with(GetParam().id_prefix);
        });
        if (account == accounts->data.end()) account = accounts->data.begin();
        return {.token = account->tokens ? account->tokens->access : tokens->data.access,
                .external_id = account->external_id,
                .scopes = tokens->data.scopes.empty() ? request.scopes : tokens->data.scopes,
                .purpose = limits::Purpose::publish};
    }

    static bool is_in_doubt(std::string_view endpoint) {
        const auto& all = GetParam().endpoints_in_doubt;
        return std::ranges::find(all, endpoint) != all.end();
    }

    void begin_anew() {
        client.simulation().reset();
        access = connect();
        plan.started_at = clock.now();
    }

    /// The next call of this endpoint goes wrong.
    void set_fault(sandbox::FaultKind kind, std::string_view endpoint,
                   std::optional<std::int64_t> value = {}) {
        sandbox::Fault fault;
        fault.platform = simulated().id();
        fault.endpoint = endpoint;
        fault.endpoint_is_name = true;
        fault.kind = kind;
        fault.value = value;
        fault.times_left = 1;
        client.simulation().faults().add(std::move(fault));
    }

    /// What became of a step whose answer was lost; the last state where it can be told.
    std::optional<Advanced> look(const PublishState& state, Time sent_at, bool& is_settled) {
        for (int looks = 0; looks < 20; ++looks) {
            const auto found = run(publisher().reconcile(access, plan, state, sent_at));
            if (!found) {
                ADD_FAILURE() << "reconcile: " << found.error().message;
                return std::nullopt;
            }
            is_settled = found->data.finding != Finding::unknown;
            if (is_settled) return found->data.advanced;
            if (!found->data.look_again) return std::nullopt;
            clock.advance(*found->data.look_again);
        }
        return std::nullopt;
    }

    /// Publishes as the server would: stores nothing but the state, waits as it is told, asks what
    /// became of lost changes.
    std::expected<Published, PlatformError> publish() {
        PublishState state;
        int failures = 0;
        for (int steps = 0; steps < 2'000; ++steps) {
            const auto step = publisher().next_step(plan, state);
            const Time sent_at = clock.now();
            auto outcome = run(publisher().advance(access, plan, state));
            std::optional<Advanced> advanced;
            if (outcome) {
                advanced = std::move(outcome->data);
            } else if (const auto& error = outcome.error(); error.next == Next::ambiguous) {
                EXPECT_EQ(step.effect, Effect::change) << step.name;
                bool is_settled = false;
                advanced = look(state, sent_at, is_settled);
                if (!is_settled) return std::unexpected(error);
            } else if (error.next == Next::retry_later || error.next == Next::rate_limited) {
                if (++failures > 20) return std::unexpected(error);
                clock.advance(error.retry_after.value_or(std::chrono::seconds{30}));
            } else {
                return std::unexpected(error);
            }
            if (!advanced) continue;
            if (advanced->published) return *std::move(advanced->published);
            state = std::move(advanced->state);
            clock.advance(advanced->wait);
        }
        return std::unexpected(PlatformError{.code = "endless"});
    }

    testing::TestLoops loops;
    ManualClock clock{Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}}};
    SeededRandom random{11};
    Metrics metrics;
    SimulatedClient client{clock, random};
    std::unique_ptr<Platform> platform;
    Access access;
    PublishPlan plan;
};

}  // namespace rostrum::platforms
