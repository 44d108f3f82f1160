#pragma once

#include "platforms/linkedin/rest.hpp"
#include "platforms/platform.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::linkedin {

/// The organisations that whoever signed in administers, at most `organizations_max`. None, and no
/// error, where the scopes or the app do not allow to ask.
Task<Outcome<std::vector<Profile>>> read_organizations(const Rest& rest, Caller caller);

/// An organisation's page, read with the token of one of its administrators.
class OrganizationReader final : public Reader {
public:
    /// What is referred to must outlive it.
    OrganizationReader(const Rest& rest, const Clock& clock) : rest_(rest), clock_(clock) {}

    Task<Outcome<Profile>> profile(Access access) override;
    /// With the figures, which are asked for by the page.
    Task<Outcome<PostPage>> posts(Access access, std::string cursor, std::size_t limit) override;
    Task<Outcome<std::vector<DailyMetric>>> daily(Access access, Time from, Time to) override;

private:
    Task<std::expected<void, PlatformError>> add_figures(const Access& access,
                                                         std::string_view parameter,
                                                         std::vector<std::string> urns,
                                                         Answered<PostPage>& page) const;

    const Rest& rest_;
    const Clock& clock_;
};

}  // namespace rostrum::platforms::linkedin
