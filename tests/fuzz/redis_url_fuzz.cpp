// Redis URLs from arbitrary bytes: what is accepted has a host, and is shown without its password.

#include "limits/redis/url.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rostrum::limits::redis;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto url = parse_url(text);
    if (!url) {
        check(!url.error().message.empty());
        return 0;
    }
    check(!url->host.empty() && url->port != 0);
    check(url->user.empty() || !url->password.empty());
    const auto text_shown = shown(*url);
    check(text_shown.contains(":***@") == !url->password.empty());
    return 0;
}
