#include "sync/report_store.hpp"

#include "core/json.hpp"
#include "core/log.hpp"
#include "sync/sql.hpp"

#include <boost/json/parse.hpp>

#include <stdexcept>

namespace rostrum::sync {
namespace {

constexpr std::chrono::days period{7};
constexpr std::size_t page_size = 200;

struct WorkspaceRow {
    WorkspaceId id;
};
BOOST_DESCRIBE_STRUCT(WorkspaceRow, (), (id))

struct SyncCounts {
    std::int64_t syncs = 0;
    std::int64_t succeeded = 0;
    std::int64_t partial = 0;
    std::int64_t failed = 0;
    std::int64_t rate_limited = 0;
};
BOOST_DESCRIBE_STRUCT(SyncCounts, (), (syncs, succeeded, partial, failed, rate_limited))

struct Row {
    ReportId id;
    Time period_from;
    Time period_to;
    boost::json::value summary;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(Row, (), (id, period_from, period_to, summary, created_at))

struct FullRow {
    ReportId id;
    Time period_from;
    Time period_to;
    boost::json::value summary;
    boost::json::value accounts;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(FullRow, (), (id, period_from, period_to, summary, accounts, created_at))

/// What this program wrote itself.
template <typename T>
T unpacked(const boost::json::value& value) {
    T out{};
    JsonIssues issues;
    read_json(value, out, issues);
    if (!issues.empty()) throw std::runtime_error("a report is malformed");
    return out;
}

template <typename T>
boost::json::value packed(const T& value) {
    return boost::json::parse(to_json(value));
}

/// A report on its way to its row.
struct NewReport {
    Report report;
    ReportAccounts accounts;
    WorkspaceId workspace;
};

Task<Result<>> insert_in(db::Transaction& tx, events::Outbox& outbox, const NewReport& made) {
    const auto& report = made.report;
    const auto inserted = co_await tx.execute(
        sql::insert_report, {report.id, made.workspace, report.period_from, report.period_to,
                             packed(report.summary), packed(made.accounts), report.created_at});
    if (inserted.affected() == 0) co_return Result<>{};
    co_await outbox.append(tx, {.workspace = made.workspace,
                                .type = "report.created",
                                .subject = to_string(report.id),
                                .data = {{"periodFrom", to_rfc3339(report.period_from)},
                                         {"periodTo", to_rfc3339(report.period_to)},
                                         {"summary", packed(report.summary)}}});
    co_return Result<>{};
}

}  // namespace

Task<jobs::JobOutcome> ReportStore::run(jobs::Job job) {
    // The job's own time: a second try is about the same week.
    const Time to = job.created_at;
    std::int64_t reported = 0;
    WorkspaceId last{};
    for (;;) {
        const auto rows = co_await database_.query(sql::report_workspaces, {last, to, page_size});
        for (const auto& row : rows.all<WorkspaceRow>()) {
            co_await report_to(row.id, to - period, to);
            last = row.id;
            ++reported;
        }
        if (rows.size() < page_size) break;
    }
    log::info("the weekly reports are written", {{"workspaces", reported}});
    co_return jobs::Done{};
}

Task<> ReportStore::report_to(WorkspaceId workspace, Time from, Time to) {
    const auto answers = co_await database_.query_all(
        {{sql::report_accounts, {workspace}}, {sql::report_counts, {workspace, from, to}}});
    const auto counts = answers.at(1).one<SyncCounts>().value_or(SyncCounts{});
    ReportSummary summary{.syncs = counts.syncs,
                          .succeeded = counts.succeeded,
                          .partial = counts.partial,
                          .failed = counts.failed,
                          .rate_limited = counts.rate_limited};
    auto accounts =
        report_accounts(answers.at(0).all<ReportedConnection>(), alarms_, clock_.now(), summary);
    const NewReport made{.report = {.id = ReportId{ids_.next()},
                                    .period_from = from,
                                    .period_to = to,
                                    .summary = summary,
                                    .created_at = clock_.now()},
                         .accounts = std::move(accounts),
                         .workspace = workspace};
    co_await database_.transaction(
        [&](db::Transaction& tx) { return insert_in(tx, outbox_, made); });
}

Task<std::vector<Report>> ReportStore::list(accounts::Scope scope, PageRequest page) {
    const auto from = page_start(page);
    const auto rows = co_await database_.query(sql::list_reports,
                                               {scope.workspace, from.before, from.id, page.limit});
    std::vector<Report> reports;
    for (const auto& row : rows.all<Row>()) {
        reports.push_back({row.id, row.period_from, row.period_to,
                           unpacked<ReportSummary>(row.summary), row.created_at});
    }
    co_return reports;
}

Task<Result<FullReport>> ReportStore::find(accounts::Scope scope, ReportId id) {
    const auto rows = co_await database_.query(sql::find_report, {scope.workspace, id});
    const auto row = rows.one<FullRow>();
    if (!row) co_return fail(ErrorCode::not_found, "no such report");
    co_return FullReport{.id = row->id,
                         .period_from = row->period_from,
                         .period_to = row->period_to,
                         .summary = unpacked<ReportSummary>(row->summary),
                         .accounts = unpacked<ReportAccounts>(row->accounts),
                         .created_at = row->created_at};
}

Task<> ReportStore::clean(Time before) {
    co_await database_.execute(sql::delete_old_reports, {before});
}

}  // namespace rostrum::sync
