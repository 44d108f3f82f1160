#pragma once

#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/secret.hpp"
#include "core/task.hpp"
#include "platforms/call_owner.hpp"
#include "platforms/descriptor.hpp"
#include "platforms/outcome.hpp"
#include "platforms/publisher.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms {

// --- Authorizing ---------------------------------------------------------------------------------

/// What the browser is sent to the platform with.
struct AuthorizeRequest {
    std::string state;
    std::string redirect_uri;
    std::vector<std::string> scopes;
    std::string code_challenge;  ///< empty without PKCE
};

/// What the browser came back with.
struct Grant {
    Secret code;
    std::string redirect_uri;
    Secret code_verifier;  ///< empty without PKCE
};

/// The tokens of a connection.
struct Tokens {
    Secret access;
    Secret refresh;  ///< empty when the platform has none, or sent none with a refresh
    std::optional<Time> expires_at;          ///< of the access token
    std::optional<Time> refresh_expires_at;  ///< empty when the platform does not say
    std::vector<std::string> scopes;         ///< granted; empty when the platform did not say
};

/// An external account that a grant gives access to.
struct Account {
    std::string external_id;
    std::string
        app_scoped_id;  ///< what the platform calls the user towards this app, if it differs
    std::string handle;
    std::string display_name;
    std::string avatar_url;
    /// The account's own tokens, where it is not reached with those of the grant: a page's. Scopes
    /// are told where they are narrower than the grant's.
    std::optional<Tokens> tokens;
};

class Authorizer {
public:
    virtual ~Authorizer() = default;
    virtual std::string authorize_url(const AuthorizeRequest& request) const = 0;
    /// Code to lasting tokens, a short-lived step included.
    virtual Task<Outcome<Tokens>> exchange(Grant grant) = 0;
    /// New tokens for old. A refresh token that the answer leaves out is still valid.
    virtual Task<Outcome<Tokens>> refresh(Tokens tokens) = 0;
    /// Ends the grant at the platform where it has a call for that; otherwise answers at once.
    virtual Task<Outcome<bool>> revoke(Tokens tokens) = 0;
    /// The accounts that the tokens give access to: one, or those among which the user chooses.
    virtual Task<Outcome<std::vector<Account>>> accounts(Tokens tokens) = 0;
};

// --- Reading -------------------------------------------------------------------------------------

/// What a call is made with, and for whom: that decides whose budgets it takes.
struct Access {
    Secret token;
    std::string external_id;
    std::vector<std::string> scopes;  ///< granted
    limits::Purpose purpose = limits::Purpose::user;

    CallOwner owner() const { return {.account = external_id, .purpose = purpose}; }
};

/// A token, and whose budgets the calls made with it take.
struct Caller {
    Secret token;
    CallOwner owner;

    Caller(const Access& access) : token(access.token), owner(access.owner()) {}
    /// In a connect, when nobody knows yet whose token it is.
    Caller(Secret granted) : token(std::move(granted)) {}
};

/// A count is empty when the platform does not tell it, which is not the same as 0.
struct Profile {
    std::string external_id;
    std::string handle;
    std::string display_name;
    std::string bio;
    std::string profile_image_url;
    std::string account_type;
    std::optional<std::int64_t> follower_count;
    std::optional<std::int64_t> following_count;
    std::optional<std::int64_t> post_count;
    bool is_verified = false;
};

enum class MediaType : std::uint8_t { image, video, carousel, reel, story, text, link };
BOOST_DESCRIBE_ENUM(MediaType, image, video, carousel, reel, story, text, link)

struct PostMetrics {
    std::optional<std::int64_t> views;
    std::optional<std::int64_t> reach;
    std::optional<std::int64_t> likes;
    std::optional<std::int64_t> comments;
    std::optional<std::int64_t> shares;
    std::optional<std::int64_t> saves;
};

struct PlatformPost {
    std::string external_id;
    std::string caption;
    MediaType media_type = MediaType::image;
    std::string media_url;
    std::string thumbnail_url;
    std::string permalink;
    Time posted_at;
    PostMetrics metrics;  ///< as far as the list tells them
};

struct PostPage {
    std::vector<PlatformPost> posts;  ///< newest first
    std::string next_cursor;          ///< empty: this was the last page
};

/// One value of the account for one UTC day.
struct DailyMetric {
    std::string metric_type;  ///< "new_followers", "reach", "views", ...
    std::string date;         ///< "2026-11-20"
    double value = 0;
};

class Reader {
public:
    virtual ~Reader() = default;
    virtual Task<Outcome<Profile>> profile(Access access) = 0;
    virtual Task<Outcome<PostPage>> posts(Access access, std::string cursor, std::size_t limit) = 0;
    /// What the platform tells beyond the list, for one post. Metrics that it does not have are
    /// empty. Unless a platform says otherwise, its list tells everything.
    virtual Task<Outcome<PostMetrics>> metrics(Access access, PlatformPost post);
    /// The account's values of each whole day in [from, to); as far back as the platform keeps
    /// them. Unless a platform says otherwise, it keeps none.
    virtual Task<Outcome<std::vector<DailyMetric>>> daily(Access access, Time from, Time to);
};

// --- The platform --------------------------------------------------------------------------------

/// A platform states what it can do by what it implements.
class Platform {
public:
    virtual ~Platform() = default;
    virtual const Descriptor& descriptor() const = 0;
    virtual Authorizer& authorizer() = 0;
    /// The redirect URI that the operator registered at the platform; empty: this server's own.
    virtual std::string redirect_uri() const = 0;
    /// The scopes that the operator's app may ask for; empty: the descriptor's.
    virtual std::vector<std::string> configured_scopes() const { return {}; }
    virtual Reader* reader() { return nullptr; }
    virtual Publisher* publisher() { return nullptr; }
};

/// What an operator has set up for a platform.
struct AppSettings {
    std::string client_id;
    Secret client_secret;
    std::string redirect_uri;
    /// Put before each of the platform's hosts: "http://127.0.0.1:9090/" makes
    /// "https://graph.instagram.com/me" become "http://127.0.0.1:9090/graph.instagram.com/me".
    std::string base_url;
    std::string api_version;               ///< empty: the descriptor's
    std::vector<std::string> scopes = {};  ///< empty: the descriptor's
};

}  // namespace rostrum::platforms
