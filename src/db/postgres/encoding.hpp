#pragma once

#include "db/database.hpp"

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

namespace rostrum::db::postgres {

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ClearResult>;

/// Parameters in the form that libpq takes: text, except bytes, so that the server infers the
/// types.
class EncodedParams {
public:
    explicit EncodedParams(const Params& params);

    int count() const { return static_cast<int>(values_.size()); }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    std::vector<std::string> texts_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// Turns a binary result into rows, which keep it alive. Throws `DatabaseError` for a column type
/// that no statement of ours should answer (numeric: cast it in the statement).
Rows decode(ResultPtr result, std::string_view statement,
            std::shared_ptr<const std::vector<std::string>>& columns);

/// How many rows a command touched.
std::int64_t affected_rows(PGresult* result);

/// The error that a failed result tells of. The message has the statement's name and no parameter.
DatabaseError error_of(const PGresult* result, std::string_view statement);

}  // namespace rostrum::db::postgres
