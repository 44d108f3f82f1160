#include "sandbox/linkedin/shown_text.hpp"

#include <cstddef>

namespace rostrum::sandbox::linkedin {
namespace {

constexpr std::string_view reserved = R"(|{}@[]()<>#\*_~)";

/// Up to `end`, with escapes undone; moves `in` behind it. False when there is no end.
bool read_until(std::string_view& in, char end, std::string& out) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (in[i] == end) {
            in.remove_prefix(i + 1);
            return true;
        }
        if (in[i] == '\\' && i + 1 < in.size()) ++i;
        out += in[i];
    }
    return false;
}

bool read_hashtag(std::string_view& in, std::string& out) {
    constexpr std::string_view start = R"({hashtag|\#|)";
    if (!in.starts_with(start)) return false;
    auto rest = in.substr(start.size());
    std::string word;
    if (!read_until(rest, '}', word)) return false;
    out += '#' + word;
    in = rest;
    return true;
}

bool read_mention(std::string_view& in, std::string& out) {
    if (!in.starts_with("@[")) return false;
    auto rest = in.substr(2);
    std::string name;
    std::string urn;
    if (!read_until(rest, ']', name) || !rest.starts_with("(urn:li:")) return false;
    rest.remove_prefix(1);
    if (!read_until(rest, ')', urn)) return false;
    out += name;
    in = rest;
    return true;
}

}  // namespace

std::string shown_text(std::string_view in) {
    std::string out;
    while (!in.empty()) {
        if (read_hashtag(in, out) || read_mention(in, out)) continue;
        if (in.front() == '\\' && in.size() > 1 && reserved.contains(in[1])) {
            in.remove_prefix(1);
        } else if (in.front() != '#' && reserved.contains(in.front())) {
            break;
        }
        out += in.front();
        in.remove_prefix(1);
    }
    return out;
}

}  // namespace rostrum::sandbox::linkedin
