#pragma once

#include <array>
#include <string_view>

namespace rostrum::sandbox::linkedin {

/// The logical names, for faults.
inline constexpr std::array<std::string_view, 21> endpoint_names{"authorize",
                                                                 "token",
                                                                 "introspect",
                                                                 "userinfo",
                                                                 "me",
                                                                 "organization",
                                                                 "posts",
                                                                 "organization_acls",
                                                                 "network_sizes",
                                                                 "share_statistics",
                                                                 "follower_statistics",
                                                                 "page_statistics",
                                                                 "member_followers",
                                                                 "member_post_analytics",
                                                                 "images",
                                                                 "create_post",
                                                                 "delete_post",
                                                                 "upload_initialize",
                                                                 "upload",
                                                                 "upload_finalize",
                                                                 "media_status"};

}  // namespace rostrum::sandbox::linkedin
