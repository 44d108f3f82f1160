#include "connections/inactive.hpp"

#include "connections/sql.hpp"
#include "core/log.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rostrum::connections {
namespace {

constexpr std::size_t page_size = 200;

struct InactiveRow {
    ConnectionId id;
};
BOOST_DESCRIBE_STRUCT(InactiveRow, (), (id))

Task<Result<bool>> disconnect_in(db::Transaction& tx, events::Outbox& outbox, ConnectionId id,
                                 Time before, Time now) {
    const auto rows = co_await tx.execute(sql::disconnect_inactive, {id, before, now});
    if (rows.empty()) co_return false;
    co_await outbox.append(tx, {.workspace = rows.get<WorkspaceId>(0, "workspace_id"),
                                .type = "connection.disconnected",
                                .subject = to_string(id),
                                .data = {{"platform", rows.get<std::string>(0, "platform")},
                                         {"purged", false},
                                         {"reason", "inactive"}}});
    co_return true;
}

}  // namespace

Task<std::int64_t> InactiveAccounts::disconnect(std::chrono::days after) {
    const Time now = clock_.now();
    const Time before = now - after;
    std::int64_t disconnected = 0;
    ConnectionId last{};
    for (;;) {
        const auto rows = co_await database_.query(sql::inactive, {last, before, page_size});
        for (const auto& row : rows.all<InactiveRow>()) {
            last = row.id;
            const auto done = co_await database_.transaction([&](db::Transaction& tx) {
                return disconnect_in(tx, outbox_, row.id, before, now);
            });
            if (!done.value_or(false)) continue;
            ++disconnected;
            log::info("an inactive account was disconnected", {{"connection", to_string(row.id)}});
        }
        if (rows.size() < page_size) co_return disconnected;
    }
}

}  // namespace rostrum::connections
