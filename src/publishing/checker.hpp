#pragma once

#include "accounts/types.hpp"
#include "connections/connection_store.hpp"
#include "platforms/registry.hpp"
#include "publishing/account_options.hpp"
#include "publishing/media_source.hpp"
#include "publishing/rows.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rostrum::publishing {

/// What would become of one target, and what is wrong with it.
struct TargetReport {
    ConnectionId connection_id;
    std::optional<std::string> platform;
    std::optional<platforms::PostFormat> format;
    std::vector<platforms::PostIssue> issues;
    std::optional<std::int64_t> length;  ///< of the text, as the platform counts
    std::optional<std::int64_t> limit;
};
BOOST_DESCRIBE_STRUCT(TargetReport, (), (connection_id, platform, format, issues, length, limit))

/// Looks at posts before they are published. Platforms are asked only for what an account may do
/// now, and only while that is not known. Not to be used within a transaction.
class Checker {
public:
    /// All of them outlive it.
    Checker(connections::ConnectionStore& connections, const platforms::Registry& platforms,
            MediaSource& media, AccountOptions& account_options)
        : connections_(connections),
          platforms_(platforms),
          media_(media),
          account_options_(account_options) {}

    /// One report per target, in their order. A connection of somebody else is one that does not
    /// exist.
    Task<std::vector<TargetReport>> check(accounts::Scope scope, PostRow post,
                                          std::vector<TargetRow> targets);

private:
    Task<TargetReport> check_target(accounts::Scope scope, const PostRow& post,
                                    const TargetRow& target);

    connections::ConnectionStore& connections_;
    const platforms::Registry& platforms_;
    MediaSource& media_;
    AccountOptions& account_options_;
};

/// Whether an error is among the issues.
bool has_error(const TargetReport& report);

/// The issues that no draft may have either: about the connection and the files, not the platform.
bool is_basic(const platforms::PostIssue& issue);

}  // namespace rostrum::publishing
