#include "http/server/router.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <utility>

namespace rostrum::http {
namespace {

constexpr std::size_t method_count = static_cast<std::size_t>(Method::options) + 1;

constexpr std::size_t index_of(Method method) { return static_cast<std::size_t>(method); }

enum class SegmentKind { literal, param, rest };

/// One piece of a pattern between slashes: "users", "{id}" or "{path*}".
struct Segment {
    SegmentKind kind = SegmentKind::literal;
    std::string_view text;  ///< the literal, or the name
};

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

/// Nothing when the segment's braces make no parameter.
std::optional<Segment> parse_segment(std::string_view text) {
    if (text.find_first_of("{}") == std::string_view::npos) {
        return Segment{SegmentKind::literal, text};
    }
    if (text.size() < 3 || text.front() != '{' || text.back() != '}') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    const bool rest = text.ends_with('*');
    if (rest) text.remove_suffix(1);
    if (!is_name(text)) return std::nullopt;
    return Segment{rest ? SegmentKind::rest : SegmentKind::param, text};
}

/// Takes the segment in front of the next slash off `path`; `last` tells that there is no slash.
std::string_view take_segment(std::string_view& path, bool& last) {
    const auto slash = path.find('/');
    last = slash == std::string_view::npos;
    const auto segment = path.substr(0, slash);
    path.remove_prefix(last ? path.size() : slash + 1);
    return segment;
}

/// The segments of a pattern; nothing when it is malformed.
std::optional<std::vector<Segment>> parse_pattern(std::string_view pattern) {
    if (!pattern.starts_with('/')) return std::nullopt;
    pattern.remove_prefix(1);
    std::vector<Segment> segments;
    for (bool last = false; !last;) {
        const auto segment = parse_segment(take_segment(pattern, last));
        if (!segment || (segment->kind == SegmentKind::rest && !last)) return std::nullopt;
        const bool named_twice = std::ranges::any_of(segments, [&](const Segment& other) {
            return segment->kind != SegmentKind::literal && other.kind != SegmentKind::literal &&
                   other.text == segment->text;
        });
        if (named_twice) return std::nullopt;
        segments.push_back(*segment);
    }
    return segments;
}

}  // namespace

struct Router::Node {
    /// The endpoints of a path, one per method, and the names of each one's parameters.
    struct Row {
        std::unique_ptr<Endpoint> endpoint;
        std::vector<std::string_view> names;  ///< views into the endpoint's pattern
    };
    using Rows = std::array<Row, method_count>;
    /// The values of parameters on the way down. They view the path, still percent-encoded.
    using Values = std::vector<std::string_view>;

    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> param;
    std::unique_ptr<Rows> here;  ///< the path ends here
    std::unique_ptr<Rows> rest;  ///< takes whatever follows

    Node& child(const Segment& segment) {
        auto& slot =
            segment.kind == SegmentKind::param ? param : literals[std::string(segment.text)];
        if (!slot) slot = std::make_unique<Node>();
        return *slot;
    }

    const Node* literal(std::string_view segment) const {
        auto found = literals.end();
        if (segment.find('%') == std::string_view::npos) {
            found = literals.find(segment);
        } else if (const auto decoded = percent_decode(segment)) {
            found = literals.find(*decoded);
        }
        return found == literals.end() ? nullptr : found->second.get();
    }

    /// The rows of the most particular pattern that fits `path`.
    const Rows* find(std::string_view path, Values& values) const {
        const auto whole = path;
        bool last = false;
        const auto segment = take_segment(path, last);
        if (const Node* next = literal(segment)) {
            if (const Rows* rows = next->find_after(path, last, values)) return rows;
        }
        if (param && !segment.empty()) {
            values.push_back(segment);
            if (const Rows* rows = param->find_after(path, last, values)) return rows;
            values.pop_back();
        }
        if (rest) values.push_back(whole);
        return rest.get();
    }

    const Rows* find_after(std::string_view path, bool last, Values& values) const {
        return last ? here.get() : find(path, values);
    }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, Endpoint endpoint) {
    // The endpoint gets its final address first: the names of its parameters view its pattern.
    auto owned = std::make_unique<Endpoint>(std::move(endpoint));
    const auto segments = parse_pattern(owned->pattern);
    assert(segments && "a malformed pattern");
    if (!segments) return;

    Node* node = root_.get();
    std::vector<std::string_view> names;
    bool takes_rest = false;
    for (const auto& segment : *segments) {
        if (segment.kind != SegmentKind::literal) names.push_back(segment.text);
        takes_rest = segment.kind == SegmentKind::rest;
        if (!takes_rest) node = &node->child(segment);
    }
    auto& rows = takes_rest ? node->rest : node->here;
    if (!rows) rows = std::make_unique<Node::Rows>();
    auto& row = (*rows)[index_of(method)];
    assert(!row.endpoint && "the same method and pattern twice");
    row = {std::move(owned), std::move(names)};
}

Router::Match Router::find(Method method, std::string_view path, PathParams& params) const {
    params.clear();
    if (!path.starts_with('/')) return {};
    Node::Values values;
    const auto* rows = root_->find(path.substr(1), values);
    if (rows == nullptr) return {};

    const auto* row = &(*rows)[index_of(method)];
    if (!row->endpoint && method == Method::head) row = &(*rows)[index_of(Method::get)];
    if (!row->endpoint) {
        Match match;
        for (std::size_t i = 0; i < method_count; ++i) {
            const bool head =
                i == index_of(Method::head) && (*rows)[index_of(Method::get)].endpoint;
            if ((*rows)[i].endpoint || head) match.allowed.push_back(static_cast<Method>(i));
        }
        return match;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto value = percent_decode(values[i]);
        if (!value) return {};
        params.add(row->names[i], std::move(*value));
    }
    return Match{row->endpoint.get(), {}};
}

}  // namespace rostrum::http
