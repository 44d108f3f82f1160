#pragma once

#include "core/clock.hpp"
#include "platforms/call.hpp"
#include "platforms/linkedin/throttle.hpp"
#include "platforms/platform.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::linkedin {

/// One call to the versioned API.
struct RestRequest {
    std::string_view endpoint;  ///< its logical name in logs and metrics; a literal
    std::string_view method;    ///< "GET", "FINDER" or "BATCH_GET"
    /// Behind "/rest/", with the query. The brackets, commas and colons of Rest.li's structures
    /// stay as they are; what stands in them is percent-encoded.
    std::string path;
};

/// A call that changes something.
struct RestWrite {
    std::string_view endpoint;  ///< its logical name in logs and metrics; a literal
    http::Method method = http::Method::post;
    std::string path;  ///< behind "/rest/", with the query
    std::string json = {};
    Effect effect = Effect::change;
};

/// "List(urn%3Ali%3Ashare%3A1,urn%3Ali%3Ashare%3A2)"
std::string list_of(const std::vector<std::string>& values);

/// "(start:1763596800000,end:1763683200000)"
std::string time_range(Time from, Time to);

/// "(start:(day:1,month:11,year:2026),end:(day:2,month:11,year:2026))"; the end does not belong to
/// it.
std::string date_range(Time from, Time to);

/// An extra that is refused, as opposed to one that failed, is left out of what is read.
bool is_refused(const PlatformError& error);

/// LinkedIn's REST API: its headers, and its quotas. Safe to use from every loop.
class Rest {
public:
    /// What is referred to must outlive it.
    Rest(const PlatformCall& call, std::string version, const Clock& clock)
        : call_(call), version_(std::move(version)), clock_(clock) {}

    Task<Outcome<json::value>> send(Caller caller, RestRequest request) const;

    /// A whole answer: what is created is named in a header, beside an empty body.
    Task<Outcome<Reply>> write(Caller caller, RestWrite request) const;

    /// Sends bytes to an address that the platform gave out. It counts for no quota.
    Task<Outcome<Reply>> upload(std::string url, UploadBody body, Secret token) const;

    /// A GET below "/v2/", which knows no versions.
    Task<Outcome<json::value>> send_unversioned(Caller caller, std::string_view endpoint,
                                                std::string_view path) const;

    /// The error for an answer that lacks what was asked for.
    PlatformError unusable(std::string_view reason) const {
        return call_.unusable(Effect::none, reason);
    }

    /// Whether an address is the platform's own, so that it may be told a token.
    bool is_own(std::string_view url) const;

    /// An address of the platform, as a browser has to use it.
    std::string address(std::string_view url) const { return call_.address(url); }

private:
    void add_headers(CallRequest& call) const;
    Task<Outcome<json::value>> send(CallRequest request, Caller caller) const;
    void add_pause(const CallOwner& owner, std::string_view endpoint, PlatformError& error) const;

    const PlatformCall& call_;
    std::string version_;
    const Clock& clock_;
    mutable Throttle throttle_;
};

}  // namespace rostrum::platforms::linkedin
