#include "publishing/attempt_store.hpp"

#include "publishing/sql.hpp"

namespace rostrum::publishing {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

}  // namespace

Task<> AttemptStore::append(db::Transaction& tx, const TargetRow& target, std::vector<Line> lines) {
    std::vector<db::Params> rows;
    rows.reserve(lines.size());
    // A microsecond apart: they keep their order where one commit writes several.
    Time at = clock_.now();
    for (const auto& line : lines) {
        rows.push_back({ids_.next(), target.workspace_id, target.post_id, target.id,
                        target.attempts, line.step, line.outcome, unless_empty(line.code),
                        unless_empty(line.message), unless_empty(line.note), at,
                        line.duration.count()});
        at += std::chrono::microseconds{1};
    }
    if (!rows.empty()) co_await tx.batch(sql::insert_attempt, std::move(rows));
}

Task<std::vector<Attempt>> AttemptStore::list(accounts::Scope scope, PostId post,
                                              PageRequest page) {
    const auto from = page_start(page);
    const auto rows = co_await database_.query(
        sql::list_attempts, {scope.workspace, post, from.before, from.id, page.limit});
    co_return rows.all<Attempt>();
}

}  // namespace rostrum::publishing
