#include "platforms/x/same_text.hpp"

#include "platforms/x/code_points.hpp"

#include <string>

namespace rostrum::platforms::x {
namespace {

std::string comparable(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto composed = compose(text).text;
    std::string out;
    for (std::string_view rest = composed; !rest.empty();) {
        if (blanks.contains(rest.front())) {
            if (out.ends_with('/')) out.pop_back();
            if (!out.empty() && !out.ends_with(' ')) out += ' ';
            rest.remove_prefix(1);
        } else if (rest.starts_with("https://") || rest.starts_with("http://")) {
            rest.remove_prefix(rest.find("//") + 2);
        } else {
            out += rest.front();
            rest.remove_prefix(1);
        }
    }
    while (out.ends_with(' ') || out.ends_with('/')) out.pop_back();
    return out;
}

}  // namespace

bool is_same_text(std::string_view sent, std::string_view told) {
    return comparable(sent) == comparable(told);
}

bool is_same_reply(std::string_view sent, std::string_view told) {
    const auto wanted = comparable(sent);
    const auto whole = comparable(told);
    for (std::string_view rest = whole;;) {
        if (rest == wanted) return true;
        const auto end = rest.find(' ');
        if (!rest.starts_with('@') || end == std::string_view::npos) return false;
        rest.remove_prefix(end + 1);
    }
}

}  // namespace rostrum::platforms::x
