#pragma once

#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/ids.hpp"

#include <boost/json/value.hpp>

#include <string>

namespace rostrum::events {

/// Something that happened in a workspace and that others may act on: "connection.connected".
struct NewEvent {
    WorkspaceId workspace;
    std::string type;
    std::string subject;  ///< the id of what it is about
    boost::json::value data = boost::json::object{};
};

/// An event of the feed.
struct Event {
    Uuid id;
    std::string type;
    std::string subject;
    boost::json::value data;
    Time occurred_at;
};
BOOST_DESCRIBE_STRUCT(Event, (), (id, type, subject, data, occurred_at))

}  // namespace rostrum::events
