#include "events/outbox.hpp"

#include "core/json.hpp"
#include "events/sql.hpp"

namespace rostrum::events {

Task<> Outbox::append(db::Transaction& tx, NewEvent event) {
    co_await tx.execute(sql::insert, {ids_.next(), event.workspace, event.type, event.subject,
                                      event.data, clock_.now()});
    co_await tx.notify(channel, to_string(event.workspace));
}

Task<> Outbox::hint(db::Transaction& tx, const NewEvent& event) {
    const Event shown{ids_.next(), event.type, event.subject, event.data, clock_.now()};
    co_await tx.notify(channel, to_string(event.workspace) + " " + to_json(shown));
}

}  // namespace rostrum::events
