#include "media/url_signer.hpp"

#include "crypto/constant_time.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

#include <utility>

namespace rostrum::media {

UrlSigner::UrlSigner(std::string public_url, const Secret& secret)
    : public_url_(std::move(public_url)),
      key_(std::string(crypto::as_text(crypto::hmac_sha256(secret, "rostrum media address 1")))) {}

std::string UrlSigner::sign(MediaId id) const {
    return crypto::base64url_encode(crypto::hmac_sha256(key_, to_string(id)));
}

std::string UrlSigner::url(MediaId id) const {
    return public_url_ + "/media/" + to_string(id) + "/" + sign(id);
}

bool UrlSigner::accepts(MediaId id, std::string_view signature) const {
    return crypto::equal(sign(id), signature);
}

}  // namespace rostrum::media
