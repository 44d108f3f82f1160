#pragma once

#include "http/server/server.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>

namespace rostrum::http {

/// What all loops of one server share. Set before it starts, then only read, but for the counter.
struct ServerContext {
    ServerContext(IdSource& id_source, ServerOptions its_options, ServerParts its_parts)
        : ids(id_source), options(std::move(its_options)), parts(std::move(its_parts)) {}

    IdSource& ids;
    const ServerOptions options;
    const ServerParts parts;
    Handler handler;  ///< the middleware around routes, 404 and 405

    /// Connections that are open, over all loops, and loops that may open more. `ended` is told
    /// when one of them becomes 0.
    std::atomic<std::size_t> open{0};
    std::atomic<std::size_t> serving{0};
    std::mutex mutex;
    std::condition_variable ended;
};

/// What the connections of one loop share. Used on that loop only.
struct LoopContext {
    ServerContext& server;
    bool draining = false;
};

}  // namespace rostrum::http
