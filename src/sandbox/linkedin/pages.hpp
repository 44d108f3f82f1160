#pragma once

#include "core/clock.hpp"
#include "core/json_writer.hpp"
#include "sandbox/cast.hpp"
#include "sandbox/linkedin/wire.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::linkedin {

/// The organisations of the world: a cast of their own, whose members do not sign in.
class Pages {
public:
    Pages(std::uint64_t seed, Time start);

    const Cast& cast() const { return cast_; }
    std::int64_t id_of(std::size_t page) const;
    std::optional<std::size_t> find(std::string_view id) const;
    std::optional<std::size_t> find_urn(std::string_view urn) const;

    /// The pages at which a member has a role; an empty role is any.
    std::vector<std::size_t> of_member(std::string_view member, std::string_view role) const;
    bool is_administrator(std::string_view member, std::size_t page) const;

    void write(JsonWriter& out, std::size_t page) const;

private:
    Cast cast_;
};

}  // namespace rostrum::sandbox::linkedin
