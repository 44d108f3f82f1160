#pragma once

#include "core/clock.hpp"
#include "core/ids.hpp"
#include "db/database.hpp"
#include "events/event.hpp"

namespace rostrum::events {

/// The channel that tells of new events: "<workspace>", or "<workspace> <json>" for a hint that is
/// shown live and not kept.
inline constexpr std::string_view channel = "events";

/// Where events are written: in the transaction of the change that they tell of.
class Outbox {
public:
    Outbox(const Clock& clock, IdSource& ids) : clock_(clock), ids_(ids) {}

    Task<> append(db::Transaction& tx, NewEvent event);

    /// Tells those who are listening now, without keeping it: the progress of a sync.
    Task<> hint(db::Transaction& tx, const NewEvent& event);

private:
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::events
