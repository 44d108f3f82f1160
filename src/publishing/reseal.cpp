#include "publishing/reseal.hpp"

#include "core/log.hpp"
#include "publishing/sql.hpp"

#include <optional>

namespace rostrum::publishing {
namespace {

constexpr std::int64_t page_size = 200;

struct SealedRow {
    PostTargetId id;
    std::int64_t version = 0;
    db::Bytes state;
};
BOOST_DESCRIBE_STRUCT(SealedRow, (), (id, version, state))

}  // namespace

Task<std::int64_t> reseal_states(db::Database& database, const connections::Vault& vault) {
    std::int64_t written = 0;
    PostTargetId after;
    for (;;) {
        const auto rows = co_await database.query(sql::sealed_page, {after, page_size});
        const auto page = rows.all<SealedRow>();
        if (page.empty()) co_return written;
        after = page.back().id;
        for (const auto& row : page) {
            if (!vault.is_stale(row.state)) continue;
            const auto state = vault.open_publish_state(row.state, row.id);
            if (!state) {
                log::error("where the publishing of a target is cannot be opened",
                           {{"target", to_string(row.id)}, {"why", state.error().message}});
                continue;
            }
            const auto updated = co_await database.execute(
                sql::reseal_target,
                {row.id, row.version, row.state, vault.seal_publish_state(*state, row.id)});
            written += updated.affected();
        }
    }
}

}  // namespace rostrum::publishing
