#include "db/postgres/encoding.hpp"

#include "core/utf8.hpp"
#include "db/arena.hpp"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cstring>

namespace rostrum::db::postgres {
namespace {

/// The fixed numbers of the types in PostgreSQL's catalogue (pg_type.dat).
enum Oid : unsigned {
    bool_oid = 16,
    bytea_oid = 17,
    int8_oid = 20,
    int2_oid = 21,
    int4_oid = 23,
    text_oid = 25,
    json_oid = 114,
    name_oid = 19,
    float4_oid = 700,
    float8_oid = 701,
    varchar_oid = 1043,
    date_oid = 1082,
    timestamptz_oid = 1184,
    void_oid = 2278,
    uuid_oid = 2950,
    jsonb_oid = 3802,
};

/// PostgreSQL counts from 2000-01-01.
constexpr Time postgres_epoch{
    std::chrono::sys_days{std::chrono::year{2000} / std::chrono::January / 1}};

/// Text that the server accepts: NUL and broken UTF-8 become U+FFFD.
std::string clean(const std::string& text) {
    if (text.find('\0') == std::string::npos && utf8::valid(text)) return text;
    std::string out;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t length = utf8::sequence_length(rest);
        if (length == 0 || rest.front() == '\0') {
            out += "\xEF\xBF\xBD";
            rest.remove_prefix(1);
        } else {
            out += rest.substr(0, length);
            rest.remove_prefix(length);
        }
    }
    return out;
}

std::string array_literal(const TextArray& texts) {
    std::string out = "{";
    for (const auto& text : texts) {
        if (out.size() > 1) out += ',';
        out += '"';
        for (const char c : clean(text)) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        out += '"';
    }
    return out + "}";
}

/// Answers a parameter's text; null and bytes are handled by the caller.
struct Encoder {
    std::string operator()(std::nullptr_t) const { return {}; }
    std::string operator()(bool flag) const { return flag ? "t" : "f"; }
    std::string operator()(std::int64_t number) const { return fmt::format_int(number).str(); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return clean(text); }
    std::string operator()(const Bytes& bytes) const {
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }
    std::string operator()(Time time) const { return to_rfc3339(time); }
    std::string operator()(const Uuid& id) const { return to_string(id); }
    std::string operator()(const TextArray& texts) const { return array_literal(texts); }
};

template <typename T>
T big_endian(const char* data) {
    T value;
    std::memcpy(&value, data, sizeof value);
    if constexpr (sizeof value == 2)
        return static_cast<T>(__builtin_bswap16(static_cast<std::uint16_t>(value)));
    if constexpr (sizeof value == 4)
        return static_cast<T>(__builtin_bswap32(static_cast<std::uint32_t>(value)));
    if constexpr (sizeof value == 8)
        return static_cast<T>(__builtin_bswap64(static_cast<std::uint64_t>(value)));
}

Cell decode_cell(unsigned type, std::string_view data, std::string_view statement, Arena& arena) {
    switch (type) {
        case bool_oid: return data[0] != 0;
        case int2_oid: return std::int64_t{big_endian<std::int16_t>(data.data())};
        case int4_oid: return std::int64_t{big_endian<std::int32_t>(data.data())};
        case int8_oid: return big_endian<std::int64_t>(data.data());
        case float4_oid:
            return double{std::bit_cast<float>(big_endian<std::uint32_t>(data.data()))};
        case float8_oid: return std::bit_cast<double>(big_endian<std::uint64_t>(data.data()));
        case text_oid:
        case varchar_oid:
        case name_oid:
        case json_oid: return data;
        case jsonb_oid: return data.substr(1);  // a version byte stands before the text
        case bytea_oid: return std::as_bytes(std::span(data));
        case timestamptz_oid:
            return postgres_epoch +
                   std::chrono::microseconds{big_endian<std::int64_t>(data.data())};
        case date_oid:
            return arena.copy(std::string_view(to_date(
                postgres_epoch + std::chrono::days{big_endian<std::int32_t>(data.data())})));
        case uuid_oid: {
            Uuid id;
            std::memcpy(id.bytes.data(), data.data(), id.bytes.size());
            return id;
        }
        case void_oid: return nullptr;
        default:
            throw DatabaseError(
                Failure::statement, {},
                fmt::format("{}: a column of type {} is not supported: cast it", statement, type));
    }
}

Failure failure_of(std::string_view state) {
    if (state == "23505") return Failure::unique_violation;
    if (state == "23503") return Failure::foreign_key_violation;
    if (state == "23514" || state == "23502") return Failure::check_violation;
    if (state == "40001" || state == "40P01") return Failure::conflict;
    if (state == "08P01") return Failure::statement;  // wrong number of parameters
    // Connection exceptions, insufficient resources, operator intervention (restart, shutdown).
    if (state.empty() || state.starts_with("08") || state.starts_with("53") ||
        state.starts_with("57P")) {
        return Failure::unavailable;
    }
    return Failure::statement;
}

std::string field_of(const PGresult* result, int field) {
    const char* text = PQresultErrorField(result, field);
    return text != nullptr ? text : "";
}

}  // namespace

EncodedParams::EncodedParams(const Params& params) {
    texts_.reserve(params.size());
    values_.reserve(params.size());
    lengths_.reserve(params.size());
    formats_.reserve(params.size());
    for (const auto& param : params) {
        const auto& storage = param.storage();
        texts_.push_back(std::visit(Encoder{}, storage));
        const bool null = std::holds_alternative<std::nullptr_t>(storage);
        values_.push_back(null ? nullptr : texts_.back().c_str());
        lengths_.push_back(static_cast<int>(texts_.back().size()));
        formats_.push_back(std::holds_alternative<Bytes>(storage) ? 1 : 0);
    }
}

Rows decode(ResultPtr result, std::string_view statement,
            std::shared_ptr<const std::vector<std::string>>& columns) {
    const int width = PQnfields(result.get());
    const int height = PQntuples(result.get());
    if (!columns || columns->size() != static_cast<std::size_t>(width)) {
        std::vector<std::string> names;
        for (int i = 0; i < width; ++i) names.emplace_back(PQfname(result.get(), i));
        columns = std::make_shared<const std::vector<std::string>>(std::move(names));
    }
    std::vector<unsigned> types(static_cast<std::size_t>(width));
    for (int i = 0; i < width; ++i) types[static_cast<std::size_t>(i)] = PQftype(result.get(), i);

    std::vector<Cell> cells;
    cells.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    Arena arena;
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column) {
            if (PQgetisnull(result.get(), row, column) != 0) {
                cells.emplace_back(nullptr);
                continue;
            }
            const std::string_view data(
                PQgetvalue(result.get(), row, column),
                static_cast<std::size_t>(PQgetlength(result.get(), row, column)));
            cells.push_back(
                decode_cell(types[static_cast<std::size_t>(column)], data, statement, arena));
        }
    }
    const std::int64_t affected = affected_rows(result.get());
    auto storage = arena.take();
    if (height > 0) storage.push_back(std::shared_ptr<PGresult>(result.release(), ClearResult{}));
    return Rows(columns, std::move(cells), std::move(storage), affected);
}

std::int64_t affected_rows(PGresult* result) {
    const std::string_view text = PQcmdTuples(result);
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

DatabaseError error_of(const PGresult* result, std::string_view statement) {
    const std::string state = field_of(result, PG_DIAG_SQLSTATE);
    return DatabaseError(failure_of(state), field_of(result, PG_DIAG_CONSTRAINT_NAME),
                         fmt::format("{}: {} (SQLSTATE {})", statement,
                                     field_of(result, PG_DIAG_MESSAGE_PRIMARY), state));
}

}  // namespace rostrum::db::postgres
