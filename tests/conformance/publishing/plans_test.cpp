// Statements that run for every step or every minute, over tables of a million rows.
#include "conformance/publishing/fixture.hpp"
#include "publishing/sql.hpp"

namespace rostrum::publishing {
namespace {

class PlansTest : public PublishingTest {
protected:
    /// How SQLite goes about a statement. PostgreSQL decides by what is in the tables.
    std::string plan_of(const db::Statement& wanted, std::size_t parameters) {
        std::string plan;
        const db::Params none(parameters, db::Value(nullptr));
        const auto rows = run(
            database->query(statement("EXPLAIN QUERY PLAN " + std::string(wanted.sqlite)), none));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            plan += rows.get<std::string>(i, rows.width() - 1) + "\n";
        }
        return plan;
    }
};

TEST_P(PlansTest, no_statement_walks_through_a_workspace_or_a_connection) {
    if (on_postgres()) GTEST_SKIP() << "plans follow from statistics there";
    struct Case {
        const db::Statement& wanted;
        std::size_t parameters;
        std::vector<std::string> searches;
    };
    const std::vector<Case> cases{
        {sql::target_states, 2, {"post_targets_of_workspace (workspace_id=? AND post_id=?)"}},
        {sql::posts_of_connection,
         2,
         {"post_targets_of_connection (connection_id=? AND workspace_id=?)"}},
        {sql::find_turn,
         2,
         {"post_targets_one_running (connection_id=?)",
          "post_targets_in_turn (connection_id=? AND due_at<?)"}},
        {sql::idle_turns,
         3,
         {"post_targets_one_running (connection_id=?)",
          "post_targets_in_turn (connection_id=? AND due_at<?)"}},
        {sql::list_posts_of_time, 7, {"posts_by_time (workspace_id=? AND <expr>>? AND <expr><?)"}},
        {sql::summary, 1, {"post_targets_to_look_at (workspace_id=? AND status=?)"}},
        {sql::summary_of_campaign, 2, {"post_targets_to_look_at (workspace_id=? AND status=?)"}},
        {sql::taken_times,
         4,
         {"posts_scheduled (workspace_id=? AND scheduled_at=?)",
          "posts_one_per_slot (slot_id=? AND scheduled_at=?)"}},
    };
    for (const auto& [wanted, parameters, searches] : cases) {
        const auto plan = plan_of(wanted, parameters);
        for (const auto& search : searches) {
            EXPECT_NE(plan.find(search), std::string::npos) << wanted.name << ":\n" << plan;
        }
    }
}

ROSTRUM_ON_ALL_ENGINES(PlansTest);

}  // namespace
}  // namespace rostrum::publishing
