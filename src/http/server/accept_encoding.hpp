#pragma once

#include <string_view>

namespace rostrum::http {

/// How much a client wants a content coding, in thousandths: its q-value in an Accept-Encoding
/// field, or that of "*" when the coding is not named; 0 when it does not accept it.
int accepted_quality(std::string_view accept_encoding, std::string_view coding) noexcept;

}  // namespace rostrum::http
