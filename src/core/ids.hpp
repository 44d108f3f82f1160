#pragma once

#include "core/clock.hpp"
#include "core/random.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum {

/// 128 bits, written as 8-4-4-4-12 lower-case hex.
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Uuid&) const = default;
    bool is_nil() const { return *this == Uuid{}; }
};

std::string to_string(const Uuid& id);
void append_uuid(std::string& out, const Uuid& id);

/// Accepts the 36-character form in either case, nothing else.
std::optional<Uuid> parse_uuid(std::string_view text);

/// Makes ids of version 7 (RFC 9562): ordered by the millisecond they were made in, random inside
/// it.
class IdSource {
public:
    IdSource(const Clock& clock, Random& random) : clock_(clock), random_(random) {}
    Uuid next();

private:
    const Clock& clock_;
    Random& random_;
};

/// An id of one kind of thing; ids of different kinds do not mix.
template <typename Tag>
struct Id {
    Uuid value;

    auto operator<=>(const Id&) const = default;
};

template <typename Tag>
std::string to_string(const Id<Tag>& id) {
    return to_string(id.value);
}

template <typename T>
std::optional<T> parse_id(std::string_view text) {
    const auto uuid = parse_uuid(text);
    return uuid ? std::optional<T>{T{*uuid}} : std::nullopt;
}

using UserId = Id<struct UserTag>;
using WorkspaceId = Id<struct WorkspaceTag>;
using MembershipId = Id<struct MembershipTag>;
using SessionId = Id<struct SessionTag>;
using ApiKeyId = Id<struct ApiKeyTag>;
using ConnectionId = Id<struct ConnectionTag>;
using AccountChoiceId = Id<struct AccountChoiceTag>;
using SyncRunId = Id<struct SyncRunTag>;
using ReportId = Id<struct ReportTag>;
using PlatformPostId = Id<struct PlatformPostTag>;
using JobId = Id<struct JobTag>;
using MediaId = Id<struct MediaTag>;
using BlobId = Id<struct BlobTag>;
using UploadId = Id<struct UploadTag>;
using CampaignId = Id<struct CampaignTag>;
using CampaignMessageId = Id<struct CampaignMessageTag>;
using PostId = Id<struct PostTag>;
using PostTargetId = Id<struct PostTargetTag>;
using PublishAttemptId = Id<struct PublishAttemptTag>;

}  // namespace rostrum

template <>
struct std::hash<rostrum::Uuid> {
    std::size_t operator()(const rostrum::Uuid& id) const noexcept {
        // The last eight bytes of a version 7 id are random.
        std::size_t value = 0;
        for (std::size_t i = 8; i < 16; ++i) value = value << 8 | id.bytes[i];
        return value;
    }
};

template <typename Tag>
struct std::hash<rostrum::Id<Tag>> {
    std::size_t operator()(const rostrum::Id<Tag>& id) const noexcept {
        return std::hash<rostrum::Uuid>{}(id.value);
    }
};
