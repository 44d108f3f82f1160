#pragma once

#include "core/ids.hpp"
#include "core/secret.hpp"

#include <string>
#include <string_view>

namespace rostrum::media {

/// Makes the addresses under which platforms, and whoever has been given one, read a file. They
/// hold as long as the file and the key do, so that a platform may come back later and caches work.
class UrlSigner {
public:
    /// `public_url` is our origin, without a trailing slash; the key is derived from `secret`.
    UrlSigner(std::string public_url, const Secret& secret);

    /// "https://rostrum.example/media/<id>/<signature>"
    std::string url(MediaId id) const;
    bool accepts(MediaId id, std::string_view signature) const;

private:
    std::string sign(MediaId id) const;

    std::string public_url_;
    Secret key_;
};

}  // namespace rostrum::media
