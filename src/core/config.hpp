#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum {

enum class PropertyType : std::uint8_t { text, integer, boolean, url, choice };

/// One setting. The table of all properties is what the configuration is read by, what
/// `rostrum check-config` prints, and what the documentation is made of.
struct Property {
    std::string name;  ///< as in the environment: "PUBLIC_URL"
    PropertyType type = PropertyType::text;
    std::string default_value = {};  ///< empty: unset unless given
    std::string description = {};
    bool secret = false;  ///< its value is never shown whole
    std::int64_t minimum = std::numeric_limits<std::int64_t>::min();  ///< of an integer
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
    std::vector<std::string> choices = {};
    /// Of a text: what is wrong with the value, or empty.
    std::function<std::string(std::string_view)> fault = {};
    /// Of a secret: what people may see of it. Nothing unless given.
    std::function<std::string(std::string_view)> shown = {};
};

/// The variables of the process.
using Environment = std::map<std::string, std::string, std::less<>>;
Environment process_environment();

enum class Origin : std::uint8_t { unset, default_value, file, environment, generated };

/// The settings in force. The environment wins over the file, the file over the default.
class Config {
public:
    /// Checks every value against its property. In the file an unknown key is an error; `details`
    /// of the `validation_failed` names each fault. The file's keys are the properties' names.
    static Result<Config> load(std::vector<Property> properties, const Environment& environment,
                               const std::optional<std::filesystem::path>& file);

    /// The value, or empty text when it is unset. Asserts that the property exists.
    const std::string& text(std::string_view name) const;
    std::int64_t integer(std::string_view name) const;
    bool boolean(std::string_view name) const;
    Secret secret(std::string_view name) const { return Secret(text(name)); }
    bool has(std::string_view name) const { return !text(name).empty(); }
    Origin origin(std::string_view name) const;

    /// Sets a value that was made at start: a secret that is kept in the data folder.
    void generate(std::string_view name, std::string value);

    const std::vector<Property>& properties() const { return properties_; }

private:
    struct Entry {
        std::string value;
        Origin origin = Origin::unset;
    };

    const Entry& entry(std::string_view name) const;

    std::vector<Property> properties_;
    std::map<std::string, Entry, std::less<>> entries_;
};

/// What is set, missing or made, one property a line; a secret shows as "(set)", or as
/// its property says.
std::string describe(const Config& config);

}  // namespace rostrum
