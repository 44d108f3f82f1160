#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rostrum::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options };

/// "GET", "POST", ...
std::string_view to_string(Method method) noexcept;
std::optional<Method> parse_method(std::string_view text) noexcept;

/// Header fields in the order they came; names compare without regard to case.
class Headers {
public:
    using Field = std::pair<std::string, std::string>;

    Headers() = default;
    Headers(std::initializer_list<Field> fields) : fields_(fields) {}

    /// The first value of `name`, or empty.
    std::string_view get(std::string_view name) const noexcept;
    bool contains(std::string_view name) const noexcept;
    void add(std::string name, std::string value);
    /// Replaces every field of this name by one.
    void set(std::string name, std::string value);
    void remove(std::string_view name);

    std::size_t size() const { return fields_.size(); }
    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }

private:
    std::vector<Field> fields_;
};

/// ASCII comparison without regard to case, as header names and schemes need it.
bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept;

}  // namespace rostrum::http
