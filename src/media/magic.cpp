#include "media/magic.hpp"

#include <magic.h>

#include <memory>
#include <stdexcept>

namespace rostrum::media {
namespace {

struct Close {
    void operator()(magic_set* cookie) const { ::magic_close(cookie); }
};
using Cookie = std::unique_ptr<magic_set, Close>;

/// The text that a description may have in a message.
constexpr std::size_t description_max = 100;

Cookie load(int flags) {
    Cookie cookie(::magic_open(flags));
    if (!cookie || ::magic_load(cookie.get(), nullptr) != 0) {
        throw std::runtime_error("libmagic cannot load its tables");
    }
    return cookie;
}

std::string ask(magic_set* cookie, std::string_view head, std::string_view fallback) {
    const char* answer = ::magic_buffer(cookie, head.data(), head.size());
    return std::string(answer != nullptr ? std::string_view(answer) : fallback);
}

}  // namespace

std::string magic_mime(std::string_view head) {
    // A cookie is used by one thread at a time.
    thread_local const Cookie cookie = load(MAGIC_MIME_TYPE);
    return ask(cookie.get(), head, "application/octet-stream");
}

std::string describe_content(std::string_view head) {
    thread_local const Cookie cookie = load(MAGIC_NONE);
    return ask(cookie.get(), head, "of an unknown type").substr(0, description_max);
}

}  // namespace rostrum::media
