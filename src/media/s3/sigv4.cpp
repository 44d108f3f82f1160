#include "media/s3/sigv4.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "http/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace rostrum::media::s3 {
namespace {

namespace chrono = std::chrono;

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

std::vector<std::pair<std::string, std::string>> sorted(
    std::vector<std::pair<std::string, std::string>> pairs) {
    std::ranges::sort(pairs);
    return pairs;
}

std::string_view trim(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string signed_names(const Signable& request) {
    std::string names;
    for (const auto& [name, value] : sorted(request.headers)) {
        if (!names.empty()) names += ';';
        names += name;
    }
    return names;
}

std::string scope_of(const std::string& date, const Credentials& credentials) {
    return date.substr(0, 8) + "/" + credentials.region + "/s3/aws4_request";
}

crypto::Digest signing_key(const std::string& date, const Credentials& credentials) {
    const Secret start("AWS4" + std::string(credentials.secret_access_key.reveal()));
    auto key = crypto::hmac_sha256(start, date.substr(0, 8));
    for (const std::string_view part : {std::string_view(credentials.region),
                                        std::string_view("s3"), std::string_view("aws4_request")}) {
        key = crypto::hmac_sha256(crypto::as_text(key), part);
    }
    return key;
}

}  // namespace

std::string amz_date(Time time) {
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date{day};
    const chrono::hh_mm_ss clock{chrono::floor<chrono::seconds>(time) - day};
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string encode_path(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/'), path.size());
        out += http::percent_encode(path.substr(0, slash));
        if (slash < path.size()) out += '/';
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return out;
}

std::string canonical_query(std::vector<std::pair<std::string, std::string>> query) {
    for (auto& [name, value] : query) {
        name = http::percent_encode(name);
        value = http::percent_encode(value);
    }
    std::string out;
    for (const auto& [name, value] : sorted(std::move(query))) {
        if (!out.empty()) out += '&';
        out += name + "=" + value;
    }
    return out;
}

std::string canonical_request(const Signable& request) {
    std::string out(http::to_string(request.method));
    out += "\n" + request.path + "\n" + canonical_query(request.query) + "\n";
    for (const auto& [name, value] : sorted(request.headers)) {
        out += name + ":" + std::string(trim(value)) + "\n";
    }
    return out + "\n" + signed_names(request) + "\n" + request.payload_sha256;
}

std::string authorization(const Signable& request, const Credentials& credentials, Time time) {
    const auto date = amz_date(time);
    const auto scope = scope_of(date, credentials);
    const auto text = fmt::format("{}\n{}\n{}\n{}", algorithm, date, scope,
                                  crypto::sha256_hex(canonical_request(request)));
    const auto signature = crypto::hex_encode(
        crypto::hmac_sha256(crypto::as_text(signing_key(date, credentials)), text));
    return fmt::format("{} Credential={}/{},SignedHeaders={},Signature={}", algorithm,
                       credentials.access_key_id, scope, signed_names(request), signature);
}

}  // namespace rostrum::media::s3
