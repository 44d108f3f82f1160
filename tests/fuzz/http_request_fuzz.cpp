// Requests from arbitrary bytes. The first byte says in which pieces the others arrive; whatever
// the pieces, the outcome has to be the one of all bytes at once.

#include "http/server/read_buffer.hpp"
#include "http/server/request_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace rostrum;
using namespace rostrum::http;
using Stage = RequestReader::Stage;

constexpr std::size_t body_max = 64;

const ServerLimits& limits() {
    static const ServerLimits small{
        .header_bytes_max = 512, .header_fields_max = 8, .target_bytes_max = 128};
    return small;
}

struct Outcome {
    bool complete = false;
    int refused_with = 0;
    std::string seen;  ///< of a complete request

    bool operator==(const Outcome&) const = default;
};

Outcome complete(const Request& request) {
    Outcome outcome{.complete = true};
    outcome.seen.append(to_string(request.method)).append(request.target).append(request.path);
    for (const auto& [name, value] : request.headers) outcome.seen.append(name).append(value);
    outcome.seen.append(request.body);
    return outcome;
}

/// Uses what the buffer holds. True once there is a verdict.
bool parse(RequestReader& reader, ReadBuffer& buffer, Outcome& outcome) {
    while (reader.stage() != Stage::complete) {
        const bool in_header = reader.stage() == Stage::header;
        const auto used = reader.put(buffer.data());
        if (!used) {
            outcome.refused_with = used.error().status;
            return true;
        }
        buffer.consume(*used);
        if (in_header && reader.stage() != Stage::header) {
            if (const auto refusal = reader.limit_body(body_max)) {
                outcome.refused_with = refusal->status;
                return true;
            }
        } else if (*used == 0 || buffer.empty()) {
            break;
        }
    }
    return reader.stage() == Stage::complete;
}

/// Reads as a connection does, with `piece` more bytes at a time.
Outcome read_in_pieces(std::string_view bytes, std::size_t piece) {
    Request request;
    RequestReader reader(limits());
    reader.begin(request);
    ReadBuffer buffer(limits().header_bytes_max);
    Outcome outcome;
    while (!bytes.empty()) {
        const auto space = buffer.space(piece);
        if (space.empty()) std::abort();
        const auto count = std::min({piece, space.size(), bytes.size()});
        std::ranges::copy(bytes.substr(0, count), space.begin());
        buffer.commit(count);
        bytes.remove_prefix(count);
        if (!parse(reader, buffer, outcome)) continue;
        return outcome.refused_with != 0 ? outcome : complete(request);
    }
    return outcome;
}

void check(bool holds) {
    if (!holds) std::abort();
}

void check_promises(const Request& request) {
    check(request.path.starts_with('/'));
    check(request.path.find('\0') == std::string::npos);
    check(!request.path.contains("/../") && !request.path.ends_with("/.."));
    check(request.body.size() <= body_max);
    check(request.headers.size() <= limits().header_fields_max);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data) + 1, size - 1);
    if (const auto request = parse_request_bytes(bytes, limits(), body_max)) {
        check_promises(*request);
    }
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const auto whole = read_in_pieces(text, limits().header_bytes_max);
    const auto pieces = read_in_pieces(text, data[0] % 16 + 1);
    // An early end may hide a refusal that the whole text would show; two verdicts must agree.
    if (whole.refused_with != 0 && pieces.refused_with != 0) return 0;
    check(!whole.complete || pieces == whole);
    check(!pieces.complete || pieces == whole);
    return 0;
}
