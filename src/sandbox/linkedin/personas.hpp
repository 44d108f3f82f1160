#pragma once

#include "sandbox/cast.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace rostrum::sandbox::linkedin {

/// In the order of their bits.
inline constexpr std::array<std::string_view, 10> scope_names{"openid",
                                                              "profile",
                                                              "r_basicprofile",
                                                              "r_organization_social",
                                                              "rw_organization_admin",
                                                              "r_member_social",
                                                              "r_member_postAnalytics",
                                                              "r_member_profileAnalytics",
                                                              "w_member_social",
                                                              "w_organization_social"};

/// The people, who sign in.
std::span<const Persona> members() noexcept;

/// The organisations, which do not.
std::span<const Persona> organizations() noexcept;

/// Who may do what at which organisation.
struct Role {
    std::string_view member;  ///< the handles
    std::string_view organization;
    std::string_view role;
};
std::span<const Role> roles() noexcept;

/// Whether the tokens of a member come with a refresh token. At the real platform that depends on
/// the app; here on the member, so that both kinds can be met.
bool gets_refresh_token(std::string_view member) noexcept;

}  // namespace rostrum::sandbox::linkedin
