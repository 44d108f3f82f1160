#include "app/secrets.hpp"

#include "core/log.hpp"
#include "crypto/encoding.hpp"
#include "crypto/token.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <map>
#include <system_error>

namespace rostrum::app {
namespace {

using Secrets = std::map<std::string, std::string>;

std::filesystem::path path_of(const Config& config) {
    return std::filesystem::path(config.text("DATA_DIR")) / "secrets.toml";
}

Secrets read(const std::filesystem::path& path) {
    Secrets secrets;
    if (!std::filesystem::exists(path)) return secrets;
    for (const auto& [key, node] : toml::parse_file(path.string())) {
        if (const auto text = node.value<std::string>()) {
            secrets.emplace(std::string(key.str()), *text);
        }
    }
    return secrets;
}

/// Replaces the file in one step, so that a crash leaves the old one or the new one.
void write(const std::filesystem::path& path, const Secrets& secrets) {
    std::string text = "# Made at the first start. Keep a copy of the encryption key elsewhere.\n";
    for (const auto& [name, value] : secrets) text += fmt::format("{} = \"{}\"\n", name, value);
    const auto fresh = path.string() + ".new";
    std::filesystem::remove(fresh);  // left over by a crash: its permissions are not ours
    const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) throw std::system_error(errno, std::generic_category(), fresh);
    const bool written =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(file) == 0;
    const int error = errno;
    ::close(file);
    if (!written) throw std::system_error(error, std::generic_category(), fresh);
    std::filesystem::rename(fresh, path);
}

std::string random_hex(Random& random) {
    std::array<std::byte, 32> bytes{};
    random.fill(bytes);
    return crypto::hex_encode(bytes);
}

/// The secrets that a server cannot do without.
std::vector<std::string> missing(const Config& config) {
    std::vector<std::string> names;
    if (!config.has("ENCRYPTION_KEY") && !config.has("ENCRYPTION_KEYS")) {
        names.emplace_back("ENCRYPTION_KEY");
    }
    for (const char* name : {"SESSION_SECRET", "CRON_JOB_SECRET"}) {
        if (!config.has(name)) names.emplace_back(name);
    }
    return names;
}

}  // namespace

Result<> complete_secrets(Config& config, Random& random) {
    const auto names = missing(config);
    if (names.empty()) return {};
    if (config.text("ROSTRUM_ENV") == "production") {
        return fail(ErrorCode::validation_failed,
                    fmt::format("in production these have to be set: {}", fmt::join(names, ", ")));
    }
    std::filesystem::create_directories(config.text("DATA_DIR"));
    const auto path = path_of(config);
    auto secrets = read(path);
    bool made = false;
    for (const auto& name : names) {
        if (!secrets.contains(name)) {
            secrets[name] = random_hex(random);
            made = true;
        }
        config.generate(name, secrets[name]);
    }
    if (made) {
        write(path, secrets);
        log::info("made the secrets that were missing", {{"file", path.string()}});
    }
    return {};
}

Result<Secret> kept_secret(const Config& config, Random& random, const std::string& name) {
    std::filesystem::create_directories(config.text("DATA_DIR"));
    auto secrets = read(path_of(config));
    if (!secrets.contains(name)) {
        secrets[name] = std::string(crypto::random_token(random).reveal().substr(0, 16));
        write(path_of(config), secrets);
    }
    return Secret(secrets[name]);
}

}  // namespace rostrum::app
