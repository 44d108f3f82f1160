#include "media/tus.hpp"

#include "crypto/encoding.hpp"

#include <algorithm>
#include <charconv>

namespace rostrum::media::tus {
namespace {

std::string_view trim(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::unexpected<Error> bad(std::string field, std::string issue) {
    return fail(invalid_field(std::move(field), std::move(issue)));
}

bool is_key(std::string_view key) {
    return !key.empty() && std::ranges::all_of(key, [](char c) { return c > ' ' && c < 0x7f; });
}

}  // namespace

std::optional<std::uint64_t> parse_number(std::string_view text) {
    constexpr std::size_t digits_max = 18;
    if (text.empty() || text.size() > digits_max) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Result<std::map<std::string, std::string>> parse_metadata(std::string_view text) {
    std::map<std::string, std::string> pairs;
    while (!trim(text).empty()) {
        const auto comma = std::min(text.find(','), text.size());
        const auto pair = trim(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
        const auto space = std::min(pair.find(' '), pair.size());
        const auto key = pair.substr(0, space);
        if (!is_key(key)) return bad("Upload-Metadata", "must be pairs of a name and a value");
        const auto value = crypto::base64_decode(trim(pair.substr(space)));
        if (!value) return bad("Upload-Metadata", "must have its values in base64");
        const bool fresh =
            pairs.emplace(std::string(key), std::string(crypto::as_text(*value))).second;
        if (!fresh) return bad("Upload-Metadata", "must not have a name twice");
    }
    return pairs;
}

Result<Checksum> parse_checksum(std::string_view text) {
    const auto space = std::min(text.find(' '), text.size());
    const auto name = text.substr(0, space);
    Checksum checksum;
    std::size_t size = 32;
    if (name == "sha1") {
        checksum.algorithm = crypto::HashAlgorithm::sha1;
        size = 20;
    } else if (name != "sha256") {
        return bad("Upload-Checksum", "must be of sha1 or sha256");
    }
    auto digest = crypto::base64_decode(trim(text.substr(space)));
    if (!digest || digest->size() != size) {
        return bad("Upload-Checksum", "must have its value in base64");
    }
    checksum.digest = std::move(*digest);
    return checksum;
}

}  // namespace rostrum::media::tus
