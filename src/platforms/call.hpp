#pragma once

#include "core/retry.hpp"
#include "http/body_source.hpp"
#include "http/client/client.hpp"
#include "http/query.hpp"
#include "platforms/answer.hpp"
#include "platforms/call_owner.hpp"
#include "platforms/registry.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms {

/// A parameter that must not be seen: a token, a code, a client's secret.
struct SecretParameter {
    std::string_view name;
    Secret value;
};

/// A header that says who calls: "Bearer" with a token, or "Basic" with the app's credentials.
struct CallAuthorization {
    std::string_view scheme;  ///< a literal; empty: none
    Secret credentials;

    static CallAuthorization bearer(Secret token) { return {"Bearer", std::move(token)}; }
    static CallAuthorization basic(std::string_view user, const Secret& password);
};

/// A body that is sent as it is.
struct UploadBody {
    std::string content_type;
    http::BodySource bytes;
};

/// One call to a platform.
struct CallRequest {
    std::string_view endpoint;  ///< its logical name in logs and metrics; a literal
    Effect effect = Effect::none;
    http::Method method = http::Method::get;
    /// At the platform. Without a query, unless `parameters` are empty: it is then sent as it is,
    /// for platforms whose queries have a syntax of their own.
    std::string url;
    http::Query parameters;                ///< the query, or the form of a POST
    std::vector<SecretParameter> secrets;  ///< sent with the parameters
    CallAuthorization authorization = {};
    std::string json = {};       ///< the body of a POST; the parameters are then its query
    bool may_be_empty = false;   ///< see AnswerRules
    http::Headers headers = {};  ///< beside those that every call has
    /// Whose budgets it takes; none for the calls of OAuth, which no quota counts.
    std::optional<CallOwner> owner = {};
    /// Sent instead of parameters or JSON; the parameters are then the query.
    std::optional<UploadBody> upload = {};
    /// The URL is one that the platform gave out, such as that of an upload: sent there as it is.
    bool is_given_url = false;
    std::span<const int> also_accepted = {};  ///< statuses beside 2xx that are no failure: 308
    bool may_be_other = false;                ///< see AnswerRules
    std::optional<std::chrono::milliseconds> timeout = {};  ///< instead of the usual one
};

/// A whole answer, for calls that tell things in its headers.
struct Reply {
    int status = 0;
    http::Headers headers;
    json::value body;  ///< an object; an empty one when there was none, or it was something else
};

/// The limits of every call. A read is made at most `tries_max` times.
struct CallLimits {
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds timeout{20'000};
    std::size_t response_bytes_max = 8 * 1024 * 1024;
    int tries_max = 3;
    Backoff between_tries{.base = std::chrono::milliseconds{250},
                          .cap = std::chrono::milliseconds{2'000}};
};

/// Where a request for `url` goes: `base_url` is put before the host; an empty one changes nothing.
std::string rewrite_url(std::string_view base_url, std::string_view url);

/// The one way to a platform: it takes the call's budgets, sends the secrets and keeps them out of
/// every message, repeats what may be repeated, reads errors and limits, logs and measures. Safe to
/// use from every loop.
class PlatformCall {
public:
    /// With a `base_url`, which an operator sets, any address may be called; without one only
    /// public ones.
    PlatformCall(Dialect dialect, std::string base_url, const PlatformParts& parts);

    /// The JSON object that the platform answers. Only reads are repeated, after a short wait, when
    /// the network or the platform failed in passing and did not ask for a longer pause.
    Task<Outcome<json::value>> send(CallRequest request) const;

    /// The same, with what the answer tells beside its body.
    Task<Outcome<Reply>> exchange(CallRequest request) const;

    /// Calls of a connect were made before it was known whose they are: now they count for that
    /// account.
    Task<> attribute(std::string_view endpoint, std::string account, int calls) const;

    /// The error for an answer that lacks what was asked for.
    PlatformError unusable(Effect effect, std::string_view reason) const {
        return unusable_answer(dialect_, effect, reason);
    }

    /// The address, as a browser has to use it.
    std::string address(std::string_view url) const { return rewrite_url(base_url_, url); }

private:
    /// What came of one request.
    struct Try {
        Answer answer;
        int status = 0;  // with the headers: of an answer that was taken
        http::Headers headers;
        LimitsSeen limits;
        bool may_repeat = false;
        std::int64_t took = 0;  ///< microseconds
    };

    Task<Try> try_once(const CallRequest& request) const;
    Task<Try> try_within_budget(const CallRequest& request) const;
    Task<> learn(const limits::BudgetCall& call, const Try& result,
                 const limits::Admission& known) const;
    http::ClientRequest prepare(const CallRequest& request) const;
    void report(const CallRequest& request, const Answer& answer, std::int64_t microseconds) const;

    Dialect dialect_;
    std::string base_url_;
    http::Client& client_;
    const Clock& clock_;
    Random& random_;
    Metrics& metrics_;
    limits::Budgets* budgets_;
    std::function<Task<>(std::chrono::nanoseconds)> sleep_;
    CallLimits limits_;
};

}  // namespace rostrum::platforms
