#pragma once

#include "http/client/connection_pool.hpp"
#include "http/client/transfer.hpp"

#include <memory>

namespace rostrum::http {

/// Runs a prepared transfer whose bodies are awaited piece by piece. To be awaited on the loop of
/// `pool`. What the source or the sink throws breaks the exchange off and passes.
Task<Outcome> run_streamed(ConnectionPool& pool, std::shared_ptr<Transfer> transfer);

}  // namespace rostrum::http
