#pragma once

#include "core/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rostrum::http {

/// The pairs of a query string or of an application/x-www-form-urlencoded body, decoded, in order.
class Query {
public:
    using Pair = std::pair<std::string, std::string>;

    Query() = default;
    Query(std::initializer_list<Pair> pairs) : pairs_(pairs) {}

    /// The first value of `name`, if it is there at all.
    std::optional<std::string_view> get(std::string_view name) const noexcept;
    void add(std::string name, std::string value) {
        pairs_.emplace_back(std::move(name), std::move(value));
    }

    bool empty() const { return pairs_.empty(); }
    auto begin() const { return pairs_.begin(); }
    auto end() const { return pairs_.end(); }

    /// "a=1&b=x%20y", percent-encoded.
    std::string encode() const;

private:
    std::vector<Pair> pairs_;
};

/// At most this many pairs are accepted.
inline constexpr std::size_t query_pairs_max = 200;

/// Decodes "a=1&b=x+y". Errors: `validation_failed` for a broken escape, text that is no UTF-8, a
/// NUL or more than `query_pairs_max` pairs.
Result<Query> parse_query(std::string_view text);

/// Percent-decoding; `plus_is_space` as forms have it. Nothing when an escape is broken.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

/// Encodes everything but the unreserved characters of RFC 3986.
std::string percent_encode(std::string_view text);

}  // namespace rostrum::http
