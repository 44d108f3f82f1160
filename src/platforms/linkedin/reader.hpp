#pragma once

#include "platforms/linkedin/member_reader.hpp"
#include "platforms/linkedin/organization_reader.hpp"
#include "platforms/linkedin/urn.hpp"

namespace rostrum::platforms::linkedin {

/// Members and organisations, told apart by the URN that an account is called by. Safe to use from
/// every loop.
class LinkedInReader final : public Reader {
public:
    /// What is referred to must outlive it.
    LinkedInReader(const Rest& rest, const Clock& clock)
        : member_(rest, clock), organization_(rest, clock) {}

    Task<Outcome<Profile>> profile(Access access) override {
        auto& reader = reader_of(access);
        return reader.profile(std::move(access));
    }
    Task<Outcome<PostPage>> posts(Access access, std::string cursor, std::size_t limit) override {
        auto& reader = reader_of(access);
        return reader.posts(std::move(access), std::move(cursor), limit);
    }
    Task<Outcome<PostMetrics>> metrics(Access access, PlatformPost post) override {
        auto& reader = reader_of(access);
        return reader.metrics(std::move(access), std::move(post));
    }
    Task<Outcome<std::vector<DailyMetric>>> daily(Access access, Time from, Time to) override {
        auto& reader = reader_of(access);
        return reader.daily(std::move(access), from, to);
    }

private:
    Reader& reader_of(const Access& access) {
        if (is_organization(access.external_id)) return organization_;
        return member_;
    }

    MemberReader member_;
    OrganizationReader organization_;
};

}  // namespace rostrum::platforms::linkedin
