// Query strings and percent escapes from arbitrary bytes: what is accepted must survive a round
// trip.

#include "http/query.hpp"

#include "core/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rostrum;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check(http::percent_decode(http::percent_encode(text)) == text);
    if (const auto decoded = http::percent_decode(text)) check(decoded->size() <= text.size());
    if (const auto query = http::parse_query(text)) {
        for (const auto& [name, value] : *query) {
            check(utf8::valid(name) && utf8::valid(value));
            check(!name.contains('\0') && !value.contains('\0'));
        }
        const auto again = http::parse_query(query->encode());
        check(again && std::ranges::equal(*again, *query));
    }
    return 0;
}
