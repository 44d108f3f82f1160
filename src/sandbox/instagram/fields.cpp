#include "sandbox/instagram/fields.hpp"

#include <fmt/format.h>

#include <expected>
#include <utility>

namespace rostrum::sandbox::instagram {
namespace {

/// A small recursive descent over the parameter's text.
class FieldParser {
public:
    explicit FieldParser(std::string_view text) : rest_(text), size_(text.size()) {}

    GraphResult<std::vector<Field>> parse() {
        auto fields = list(0);
        if (fields && !rest_.empty()) return broken("end of string");
        return fields;
    }

private:
    GraphResult<std::vector<Field>> list(int depth) {
        if (depth == field_depth_max) {
            return std::unexpected(bad_parameter("(#100) Field expansion is nested too deep"));
        }
        std::vector<Field> fields;
        do {
            auto one = field(depth);
            if (!one) return std::unexpected(std::move(one.error()));
            fields.push_back(std::move(*one));
            if (++count_ > fields_max) {
                return std::unexpected(bad_parameter("(#100) Too many fields requested"));
            }
        } while (take(','));
        return fields;
    }

    GraphResult<Field> field(int depth) {
        Field field;
        while (!rest_.empty() && is_name(rest_.front())) {
            field.name += rest_.front();
            rest_.remove_prefix(1);
        }
        if (field.name.empty()) return broken("field name");
        while (take('.')) {
            const auto end = rest_.find(')');
            if (end == std::string_view::npos) return broken("modifier");
            rest_.remove_prefix(end + 1);
        }
        if (!take('{')) return field;
        auto inner = list(depth + 1);
        if (!inner) return std::unexpected(std::move(inner.error()));
        field.of = std::move(*inner);
        if (!take('}')) return broken("closing brace");
        return field;
    }

    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    static bool is_name(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    }

    std::unexpected<GraphError> broken(std::string_view expected) const {
        return std::unexpected(
            GraphError{.message = fmt::format("Syntax error \"Expected {} at character {}\"",
                                              expected, size_ - rest_.size()),
                       .code = 2'500,
                       .type = "OAuthException"});
    }

    std::string_view rest_;
    std::size_t size_;
    std::size_t count_ = 0;
};

}  // namespace

GraphResult<std::vector<Field>> parse_fields(std::string_view text) {
    return FieldParser(text).parse();
}

}  // namespace rostrum::sandbox::instagram
