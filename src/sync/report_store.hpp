#pragma once

#include "accounts/types.hpp"
#include "core/cursor.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"
#include "jobs/job.hpp"
#include "sync/report.hpp"

#include <string_view>
#include <vector>

namespace rostrum::sync {

/// The periodic job that writes the weekly reports.
inline constexpr std::string_view report_job = "report";

/// A report, as a list shows it.
struct Report {
    ReportId id;
    Time period_from;
    Time period_to;
    ReportSummary summary;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(Report, (), (id, period_from, period_to, summary, created_at))

/// A whole report.
struct FullReport {
    ReportId id;
    Time period_from;
    Time period_to;
    ReportSummary summary;
    ReportAccounts accounts;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(FullReport, (), (id, period_from, period_to, summary, accounts, created_at))

/// The weekly reports of workspaces: which accounts need somebody, and how the syncs went.
class ReportStore {
public:
    ReportStore(db::Database& database, events::Outbox& outbox, AlarmTimes alarms,
                const Clock& clock, IdSource& ids)
        : database_(database),
          outbox_(outbox),
          alarms_(std::move(alarms)),
          clock_(clock),
          ids_(ids) {}

    /// The handler of `report_job`: reports to every workspace on the week before the job was
    /// made. Done again, it reports to those that it did not come to.
    Task<jobs::JobOutcome> run(jobs::Job job);

    /// Newest first.
    Task<std::vector<Report>> list(accounts::Scope scope, PageRequest page);

    /// Errors: `not_found`, also for another workspace's report.
    Task<Result<FullReport>> find(accounts::Scope scope, ReportId id);

    /// Deletes reports that were made before `before`.
    Task<> clean(Time before);

private:
    Task<> report_to(WorkspaceId workspace, Time from, Time to);

    db::Database& database_;
    events::Outbox& outbox_;
    AlarmTimes alarms_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::sync
