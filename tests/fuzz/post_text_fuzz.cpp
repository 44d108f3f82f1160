// Texts of posts as people write them: how they are counted, cut into threads and escaped.

#include "platforms/linkedin/little_text.hpp"
#include "platforms/same_text.hpp"
#include "platforms/thread_split.hpp"
#include "platforms/x/text_length.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

constexpr std::string_view blanks = " \t\r\n";

void check(bool holds) {
    if (!holds) std::abort();
}

std::string without_blanks(std::string_view text) {
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out), [](char c) { return !blanks.contains(c); });
    return out;
}

void check_split(std::string_view text, std::size_t max, rostrum::platforms::TextMeasure measure) {
    const auto parts = rostrum::platforms::split_thread(text, max, measure);
    std::string together;
    for (const auto& part : parts) {
        check(!part.empty() && rostrum::utf8::valid(part));
        // Only a single character, as people see it, may be longer.
        check(measure(part) <= max || part.find_first_of(blanks) == std::string::npos);
        together += part;
    }
    check(without_blanks(together) == without_blanks(text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rostrum::platforms;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (!rostrum::utf8::valid(text)) return 0;
    check_split(text, 20, by_code_points);
    check_split(text, x::text_max, x::by_weight);
    (void)x::has_link(text);
    check(x::count_cashtags(text) <= size);
    (void)x::has_invalid_character(text);
    check(is_same_text(text, text));
    const auto little = linkedin::to_little_text(text);
    check(rostrum::utf8::valid(little));
    // A mention shows a name instead of what was written.
    if (!text.contains("@[")) check(linkedin::plain_text(little) == text);
    return 0;
}
