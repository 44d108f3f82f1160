#include "limits/redis/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace rostrum::limits::redis {
namespace {

constexpr std::size_t length_max = 2048;

std::unexpected<Error> bad(std::string why) {
    return fail(ErrorCode::validation_failed, std::move(why));
}

std::optional<std::uint16_t> number(std::string_view digits) {
    std::uint16_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

/// Of "/3", or of nothing.
std::optional<std::uint16_t> database_of(std::string_view path) {
    if (path.empty() || path == "/") return 0;
    return number(path.substr(1));
}

std::string bracketed(const std::string& host) {
    return host.contains(':') ? "[" + host + "]" : host;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
    if (text.size() > length_max) return bad("is too long");
    if (text.starts_with("rediss://")) {
        return bad("TLS (rediss://) is not supported: use redis:// over a private network");
    }
    if (!text.starts_with("redis://")) return bad("a Redis URL starts with redis://");
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) return bad("is no URL; write redis://user:password@host:6379/0");
    if (parsed->has_query() || parsed->has_fragment()) return bad("takes no ? or #");

    Url url;
    url.host = parsed->host_address();
    if (url.host.empty()) return bad("names no host");
    if (parsed->has_port() && !parsed->port().empty()) {
        const boost::urls::string_view digits = parsed->port();
        const auto port = number({digits.data(), digits.size()});
        if (!port || *port == 0) return bad("has a port that does not exist");
        url.port = *port;
    }
    if (parsed->has_userinfo()) {
        url.user = parsed->user();
        url.password = Secret(parsed->password());
        if (url.password.empty()) return bad("has a user without a password; write user:password@");
    }
    const std::string path = parsed->path();
    // Boost.URL takes what follows the digits of a port for a path.
    if (!path.empty() && !path.starts_with('/')) return bad("has a port that does not exist");
    const auto database = database_of(path);
    if (!database) return bad("ends in something else than the number of a database");
    url.database = *database;
    return url;
}

std::string shown(const Url& url) {
    const std::string who = url.password.empty() ? "" : url.user + ":***@";
    return fmt::format("redis://{}{}:{}/{}", who, bracketed(url.host), url.port, url.database);
}

}  // namespace rostrum::limits::redis
