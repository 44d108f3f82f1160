#pragma once

#include "http/client/client.hpp"
#include "http/client/transfer.hpp"

#include <memory>

namespace rostrum::http {

/// `create_client` with a guard of its own, so that tests can let loopback addresses stand for
/// public and for private ones.
std::unique_ptr<Client> create_client(Loops& loops, ClientOptions options, AddressGuard guard);

}  // namespace rostrum::http
