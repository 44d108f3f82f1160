#include "publishing/checker.hpp"

#include "platforms/format_fault.hpp"
#include "publishing/content.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::publishing {
namespace {

using platforms::post_error;
using platforms::PostIssue;
using platforms::Severity;

constexpr std::string_view connection_unknown = "connection_unknown";
constexpr std::string_view media_unknown = "media_unknown";

/// Says which of the files that a target names are not there.
void report_unknown(const std::vector<std::string>& wanted,
                    const std::vector<platforms::MediaFile>& found,
                    std::vector<PostIssue>& issues) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (std::ranges::find(found, wanted[i], &platforms::MediaFile::id) != found.end()) continue;
        issues.push_back(post_error(std::string(media_unknown), fmt::format("mediaIds[{}]", i),
                                    "There is no such file."));
    }
}

/// What the grant of the account lacks for a post.
void check_scopes(const platforms::PostRules& rules, const platforms::PostContent& content,
                  const connections::Connection& connection, std::vector<PostIssue>& issues) {
    // A platform that does not tell what was granted tells what was not when it is called.
    if (connection.scopes.empty()) return;
    for (const auto wanted : scopes_for(rules, content, connection.external_id)) {
        const auto& granted = connection.scopes;
        if (std::ranges::find(granted, wanted) != granted.end()) continue;
        issues.push_back(
            post_error("scope_missing", "connectionId",
                       fmt::format("The account was connected without the permission {}. "
                                   "Connect it again and allow that.",
                                   wanted)));
    }
}

void check_format_option(const TargetRow& target, std::vector<PostIssue>& issues) {
    const auto* named = target.options.as_object().if_contains("format");
    if (named == nullptr || named->is_null() || wanted_format(target.options)) return;
    issues.push_back(post_error("option_invalid", "options.format", "There is no such format."));
}

/// A connection that needs its owner is only warned of: the post waits for it.
void check_status(const connections::Connection& connection, std::vector<PostIssue>& issues) {
    if (connection.status == connections::Status::active) return;
    auto found = post_error("connection_not_active", "connectionId",
                            "The account has to be connected again before this can be published.");
    found.severity = connection.status == connections::Status::disconnected ? Severity::error
                                                                            : Severity::warning;
    issues.push_back(std::move(found));
}

}  // namespace

bool has_error(const TargetReport& report) {
    return std::ranges::any_of(
        report.issues, [](const PostIssue& issue) { return issue.severity == Severity::error; });
}

bool is_basic(const PostIssue& issue) {
    return issue.code == connection_unknown || issue.code == media_unknown;
}

Task<std::vector<TargetReport>> Checker::check(accounts::Scope scope, PostRow post,
                                               std::vector<TargetRow> targets) {
    std::vector<ConnectionId> connections;
    for (const auto& target : targets) connections.push_back(target.connection_id);
    co_await account_options_.learn(scope, std::move(connections));
    std::vector<TargetReport> reports;
    reports.reserve(targets.size());
    for (const auto& target : targets) {
        reports.push_back(co_await check_target(scope, post, target));
    }
    co_return reports;
}

Task<TargetReport> Checker::check_target(accounts::Scope scope, const PostRow& post,
                                         const TargetRow& target) {
    TargetReport report{.connection_id = target.connection_id,
                        .platform = std::nullopt,
                        .format = std::nullopt,
                        .issues = {},
                        .length = std::nullopt,
                        .limit = std::nullopt};
    auto& issues = report.issues;
    const auto connection = co_await connections_.find(scope, target.connection_id);
    if (!connection) {
        issues.push_back(post_error(std::string(connection_unknown), "connectionId",
                                    "There is no such connected account."));
        co_return report;
    }
    report.platform = connection->platform;
    check_status(*connection, issues);
    const auto before = issues.size();
    const auto& wanted = media_of(post, target);
    auto files = co_await media_.files(scope.workspace, media_ids_of(wanted));
    report_unknown(wanted, files, issues);
    const bool all_known = issues.size() == before;
    auto* platform = platforms_.find(connection->platform);
    const auto* publisher = platform != nullptr ? platform->publisher() : nullptr;
    if (publisher == nullptr) {
        issues.push_back(post_error("platform_cannot_publish", "connectionId",
                                    "Nothing can be published on this platform."));
        co_return report;
    }
    check_format_option(target, issues);
    const auto& rules = platform->descriptor().post_rules;
    const auto composed = compose(post, target, std::move(files), rules);
    const auto& content = composed.content;
    if (!composed.has_format) {
        // Without the files that are not there nothing can be said of the others.
        if (!all_known) co_return report;
        std::ranges::move(why_no_format(rules, content, wanted_format(target.options)),
                          std::back_inserter(issues));
        co_return report;
    }
    report.format = content.format;
    auto found = platforms::check(rules, content);
    auto special = publisher->check(content, account_options_.known(target.connection_id));
    std::ranges::move(found, std::back_inserter(issues));
    std::ranges::move(special, std::back_inserter(issues));
    check_scopes(rules, content, *connection, issues);
    if (const auto* rule = rules.find(content.format)) {
        report.length = static_cast<std::int64_t>(sent_length(rules, *rule, content));
        report.limit = static_cast<std::int64_t>(rule->text_max);
    }
    co_return report;
}

}  // namespace rostrum::publishing
