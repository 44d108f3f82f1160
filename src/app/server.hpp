#pragma once

#include "core/config.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace rostrum::app {

struct ServeOptions {
    bool api = true;
    bool worker = true;
    bool scheduler = true;
    bool with_sandbox = false;
};

/// The whole server, made in the order of the layers and stopped in the reverse one.
class Server {
public:
    /// Opens everything: the database (migrated), keys, platforms. Throws what cannot be opened.
    Server(const Config& config, const ServeOptions& options);
    ~Server();

    void start();

    /// Drains requests, lets jobs end, closes. Blocks.
    void stop();

    std::uint16_t port() const;
    std::optional<std::uint16_t> sandbox_port() const;
    std::string public_url() const;

    /// Registers the demo's user unless that is done. Answers the e-mail address to sign in with.
    std::optional<std::string> add_demo_user(Secret password);

    /// Instead of `start`: seals every token with the active key. Answers how many rows were
    /// written.
    std::int64_t reseal();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// Seals every token with the active key. Blocks; answers how many rows were written.
std::int64_t rotate_keys(const Config& config);

/// The OpenAPI document of this program, for `rostrum openapi`. Needs no database.
std::string openapi_document();

/// What `DATABASE_URL` says, or SQLite in the data folder.
std::string database_url(const Config& config);

}  // namespace rostrum::app
