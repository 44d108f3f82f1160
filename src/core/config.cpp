#include "core/config.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <charconv>

namespace rostrum {
namespace {

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<bool> parse_boolean(std::string_view text) {
    if (text == "true" || text == "1" || text == "yes" || text == "on") return true;
    if (text == "false" || text == "0" || text == "no" || text == "off") return false;
    return std::nullopt;
}

bool is_url(std::string_view text) {
    const auto scheme = text.find("://");
    return scheme != std::string_view::npos && scheme > 0 && scheme + 3 < text.size();
}

/// What is wrong with a value, or empty.
std::string fault_of(const Property& property, const std::string& value) {
    switch (property.type) {
        case PropertyType::text: return property.fault ? property.fault(value) : std::string{};
        case PropertyType::integer: {
            const auto number = parse_integer(value);
            if (!number) return "must be a whole number";
            if (*number < property.minimum || *number > property.maximum) {
                return fmt::format("must be between {} and {}", property.minimum, property.maximum);
            }
            return {};
        }
        case PropertyType::boolean:
            return parse_boolean(value) ? std::string{} : "must be true or false";
        case PropertyType::url:
            return is_url(value) ? std::string{} : "must be a URL such as https://example.com";
        case PropertyType::choice:
            return std::ranges::find(property.choices, value) != property.choices.end()
                       ? std::string{}
                       : fmt::format("must be one of: {}", fmt::join(property.choices, ", "));
    }
    return {};
}

/// The file's keys as text. What is no text, whole number or boolean is a fault.
std::map<std::string, std::string> read_file(const std::filesystem::path& path,
                                             std::vector<FieldIssue>& faults) {
    std::map<std::string, std::string> values;
    toml::table table;
    try {
        table = toml::parse_file(path.string());
    } catch (const toml::parse_error& error) {
        faults.push_back({path.string(), fmt::format("line {}: {}", error.source().begin.line,
                                                     error.description())});
        return values;
    }
    for (const auto& [key, node] : table) {
        const std::string name(key.str());
        if (const auto text = node.value_exact<std::string>()) {
            values[name] = *text;
        } else if (const auto number = node.value_exact<std::int64_t>()) {
            values[name] = std::to_string(*number);
        } else if (const auto flag = node.value_exact<bool>()) {
            values[name] = *flag ? "true" : "false";
        } else {
            faults.push_back({name, "must be text, a whole number, true or false"});
        }
    }
    return values;
}

}  // namespace

Environment process_environment() {
    Environment variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

Result<Config> Config::load(std::vector<Property> properties, const Environment& environment,
                            const std::optional<std::filesystem::path>& file) {
    Config config;
    config.properties_ = std::move(properties);
    std::vector<FieldIssue> faults;
    auto from_file = file ? read_file(*file, faults) : std::map<std::string, std::string>{};
    for (const auto& property : config.properties_) {
        Entry entry;
        if (const auto it = environment.find(property.name);
            it != environment.end() && !it->second.empty()) {
            entry = {it->second, Origin::environment};
        } else if (const auto found = from_file.find(property.name); found != from_file.end()) {
            entry = {found->second, Origin::file};
        } else if (!property.default_value.empty()) {
            entry = {property.default_value, Origin::default_value};
        }
        from_file.erase(property.name);
        if (!entry.value.empty()) {
            if (auto fault = fault_of(property, entry.value); !fault.empty()) {
                faults.push_back({property.name, std::move(fault)});
            }
        }
        config.entries_.emplace(property.name, std::move(entry));
    }
    for (const auto& [name, value] : from_file) faults.push_back({name, "is not a known setting"});
    if (faults.empty()) return config;

    std::string message = "the configuration cannot be used:";
    for (const auto& fault : faults) message += fmt::format(" {} {};", fault.field, fault.issue);
    Error error = make_error(ErrorCode::validation_failed, std::move(message));
    error.details = std::move(faults);
    return std::unexpected(std::move(error));
}

const Config::Entry& Config::entry(std::string_view name) const {
    const auto it = entries_.find(name);
    assert(it != entries_.end() && "every setting stands in the table of properties");
    return it->second;
}

const std::string& Config::text(std::string_view name) const { return entry(name).value; }

std::int64_t Config::integer(std::string_view name) const {
    return parse_integer(text(name)).value_or(0);
}

bool Config::boolean(std::string_view name) const {
    return parse_boolean(text(name)).value_or(false);
}

Origin Config::origin(std::string_view name) const { return entry(name).origin; }

void Config::generate(std::string_view name, std::string value) {
    entries_[std::string(name)] = {std::move(value), Origin::generated};
}

std::string describe(const Config& config) {
    std::string out;
    for (const auto& property : config.properties()) {
        std::string shown = config.text(property.name);
        if (property.secret && !shown.empty()) {
            shown = property.shown ? property.shown(shown) : "(set)";
        }
        std::string_view from;
        switch (config.origin(property.name)) {
            case Origin::unset: from = "not set"; break;
            case Origin::default_value: from = "default"; break;
            case Origin::file: from = "file"; break;
            case Origin::environment: from = "environment"; break;
            case Origin::generated: from = "made at start"; break;
        }
        out += fmt::format("{:<28} {:<14} {:<36} {}\n", property.name, from, shown,
                           property.description);
    }
    return out;
}

}  // namespace rostrum
