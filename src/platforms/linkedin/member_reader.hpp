#pragma once

#include "platforms/linkedin/rest.hpp"
#include "platforms/platform.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::linkedin {

/// Whether a scope was granted.

/// Who signed in: from /v2/userinfo, or from /v2/me for an app without the sign-in product.
Task<Outcome<Profile>> read_member(const Rest& rest, Caller caller,
                                   std::vector<std::string> scopes);

/// A member. Nearly everything of theirs is closed to most apps: without the scope there are no
/// posts, no figures and no followers, and no error.
class MemberReader final : public Reader {
public:
    /// What is referred to must outlive it.
    MemberReader(const Rest& rest, const Clock& clock) : rest_(rest), clock_(clock) {}

    Task<Outcome<Profile>> profile(Access access) override;
    Task<Outcome<PostPage>> posts(Access access, std::string cursor, std::size_t limit) override;
    /// One call for each figure: the platform tells them one by one.
    Task<Outcome<PostMetrics>> metrics(Access access, PlatformPost post) override;
    Task<Outcome<std::vector<DailyMetric>>> daily(Access access, Time from, Time to) override;

private:
    const Rest& rest_;
    const Clock& clock_;
};

}  // namespace rostrum::platforms::linkedin
