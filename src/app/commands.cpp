#include "app/commands.hpp"

#include "app/budget_settings.hpp"
#include "app/plan.hpp"
#include "app/properties.hpp"
#include "app/secrets.hpp"
#include "app/server.hpp"
#include "app/version.hpp"
#include "core/log.hpp"
#include "core/shared_clock.hpp"
#include "db/migrator.hpp"
#include "platforms/registry.hpp"
#include "sandbox/sandbox.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace rostrum::app {
namespace {

/// Blocks until the process is asked to end.
void wait_for_signal() {
    asio::io_context context;
    asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([](boost::system::error_code, int) {});
    context.run();
}

int usage_error(const Error& error) {
    std::cerr << "rostrum: " << error.message << "\n";
    for (const auto& detail : error.details) {
        std::cerr << "  " << detail.field << " " << detail.issue << "\n";
    }
    return 2;
}

struct Arguments {
    std::string config_file;
    std::vector<std::string> roles{"api", "worker", "scheduler"};
    bool with_sandbox = false;
    bool demo = false;
    std::int64_t connections = 1000;
};

Result<Config> load_config(const Arguments& arguments) {
    std::optional<std::filesystem::path> file;
    if (!arguments.config_file.empty()) file = arguments.config_file;
    auto config = Config::load(properties(), process_environment(), file);
    if (!config) return config;
    if (const auto allowed = check_environment(*config); !allowed) {
        return std::unexpected(allowed.error());
    }
    log::configure(log::parse_level(config->text("LOG_LEVEL")), config->text("LOG_FILE"));
    return config;
}

/// Loads the configuration with its secrets; what a command needs that opens the database.
Result<Config> load_whole_config(const Arguments& arguments) {
    auto config = load_config(arguments);
    if (!config) return config;
    SystemRandom random;
    if (auto completed = complete_secrets(*config, random); !completed) {
        return std::unexpected(completed.error());
    }
    return config;
}

void say_where(const Server& server) {
    std::cout << "\n  Rostrum " << version << " is ready:   " << server.public_url() << "\n";
    if (const auto port = server.sandbox_port()) {
        std::cout << "  Simulated platforms:     http://127.0.0.1:" << *port << "\n";
    }
}

/// Makes the demo's user on a fresh database, and says how to sign in.
void add_demo(Server& server, const Config& config) {
    SystemRandom random;
    const auto password = kept_secret(config, random, "DEMO_PASSWORD");
    if (!password) return;
    const auto email = server.add_demo_user(*password);
    if (!email) return;
    std::cout << "  Sign in with             " << *email << "  and  " << password->reveal() << "\n";
}

int serve(const Arguments& arguments) {
    auto config = load_whole_config(arguments);
    if (!config) return usage_error(config.error());
    const auto has = [&](const char* role) {
        return std::ranges::find(arguments.roles, role) != arguments.roles.end();
    };
    Server server(*config, {.api = has("api"),
                            .worker = has("worker"),
                            .scheduler = has("scheduler"),
                            .with_sandbox = arguments.with_sandbox});
    server.start();
    say_where(server);
    if (arguments.demo) add_demo(server, *config);
    std::cout << "  Ctrl-C stops the server.\n\n" << std::flush;
    log::info("serving", {{"port", server.port()}, {"version", version}});
    wait_for_signal();
    log::info("stopping");
    server.stop();
    return 0;
}

int run_sandbox(const Arguments& arguments) {
    const auto config = load_config(arguments);
    if (!config) return usage_error(config.error());
    const SharedClock clock(config->text("SANDBOX_CLOCK_FILE"));
    SystemRandom random;
    IdSource ids(clock, random);
    Loops loops(1);
    const auto sandbox = sandbox::create_sandbox(
        loops, clock, ids, random,
        {.port = static_cast<std::uint16_t>(config->integer("SANDBOX_PORT"))});
    loops.start();
    sandbox->start();
    std::cout << "The simulated platforms are ready:  http://127.0.0.1:" << sandbox->port() << "\n"
              << std::flush;
    wait_for_signal();
    sandbox->stop();
    loops.stop();
    return 0;
}

int migrate(const Arguments& arguments) {
    const auto config = load_config(arguments);
    if (!config) return usage_error(config.error());
    if (!config->has("DATABASE_URL")) {
        std::filesystem::create_directories(config->text("DATA_DIR"));
    }
    const auto applied = db::migrate({.url = database_url(*config)}, db::migrations());
    for (const auto& name : applied) std::cout << "applied " << name << "\n";
    if (applied.empty()) std::cout << "nothing to do\n";
    return 0;
}

int rotate(const Arguments& arguments) {
    const auto config = load_whole_config(arguments);
    if (!config) return usage_error(config.error());
    std::cout << "sealed again: " << rotate_keys(*config) << " values\n";
    return 0;
}

int check_config(const Arguments& arguments) {
    auto config = load_config(arguments);
    if (!config) return usage_error(config.error());
    std::cout << describe(*config);
    if (config->text("ROSTRUM_ENV") != "production") return 0;
    SystemRandom random;
    if (const auto completed = complete_secrets(*config, random); !completed) {
        return usage_error(completed.error());
    }
    return 0;
}

int plan(const Arguments& arguments) {
    const auto config = load_config(arguments);
    if (!config) return usage_error(config.error());
    const auto settings = budget_settings(*config);
    std::cout << to_table(
        make_plan(platforms::Registry::builtin(), settings, arguments.connections),
        arguments.connections);
    return 0;
}

}  // namespace

int run(int argc, char** argv) {
    // What this program writes (the database, secrets, the log) is nobody else's to read.
    ::umask(0077);
    CLI::App app{"Rostrum: connect social accounts, publish to them, measure them."};
    app.set_version_flag("--version", std::string(version));
    app.require_subcommand(1);
    Arguments arguments;
    app.add_option("--config", arguments.config_file, "A TOML file of settings")
        ->check(CLI::ExistingFile);

    int status = 0;
    const auto command = [&](const char* name, const char* description,
                             int (*body)(const Arguments&)) {
        auto* added = app.add_subcommand(name, description);
        added->callback([&arguments, &status, body] { status = body(arguments); });
        return added;
    };
    auto* serving = command("serve", "Run the server", serve);
    serving->add_option("--roles", arguments.roles, "Which of: api, worker, scheduler")
        ->delimiter(',')
        ->check(CLI::IsMember({"api", "worker", "scheduler"}));
    serving->add_flag("--with-sandbox", arguments.with_sandbox,
                      "Simulate the platforms that have no credentials");
    serving->add_flag("--demo", arguments.demo, "Add a demo workspace to a fresh database");
    command("sandbox", "Run the simulated platforms alone", run_sandbox);
    command("migrate", "Bring the database's schema up to date", migrate);
    command("rotate-keys", "Seal every token with the first of ENCRYPTION_KEYS", rotate);
    command("check-config", "Say what is set, missing or wrong", check_config);
    command("plan", "Say how many accounts the platforms' quotas carry", plan)
        ->add_option("--connections", arguments.connections, "Accounts at each platform")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}));
    command("openapi", "Print the OpenAPI document", [](const Arguments&) {
        std::cout << openapi_document() << "\n";
        return 0;
    });
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        std::cerr << "rostrum: " << error.what() << "\n";
        return 1;
    }
    return status;
}

}  // namespace rostrum::app
