#include "crypto/openssl.hpp"

#include <stdexcept>
#include <string>

namespace rostrum::crypto::openssl {

void require(bool succeeded, const char* call) {
    if (!succeeded) throw std::runtime_error(std::string("OpenSSL: ") + call + " failed");
}

}  // namespace rostrum::crypto::openssl
