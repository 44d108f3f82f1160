#include "app/platform_settings.hpp"

#include "platforms/oauth_answer.hpp"
#include "sandbox/sandbox.hpp"

namespace rostrum::app {

std::optional<platforms::AppSettings> platform_settings(const Config& config,
                                                        const platforms::Descriptor& descriptor,
                                                        const std::string& sandbox_url) {
    const auto& names = descriptor.settings;
    platforms::AppSettings settings{.client_id = config.text(names.client_id),
                                    .client_secret = config.secret(names.client_secret),
                                    .redirect_uri = config.text(names.redirect_uri),
                                    .base_url = config.text(names.base_url),
                                    .api_version = {},
                                    .scopes = {}};
    if (!names.scopes.empty()) {
        settings.scopes = platforms::split_scopes(config.text(names.scopes));
    }
    if (!settings.client_id.empty() && !settings.client_secret.empty()) return settings;

    const auto simulated = sandbox::built_in_credentials(descriptor.id);
    const bool has_sandbox = !sandbox_url.empty() || !settings.base_url.empty();
    if (!has_sandbox || simulated.client_id.empty()) return std::nullopt;
    settings.client_id = simulated.client_id;
    settings.client_secret = Secret(std::string(simulated.client_secret));
    if (settings.base_url.empty()) settings.base_url = sandbox_url;
    return settings;
}

}  // namespace rostrum::app
