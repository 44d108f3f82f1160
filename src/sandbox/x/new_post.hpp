#pragma once

#include "core/json.hpp"
#include "sandbox/x/problems.hpp"

#include <expected>
#include <string>
#include <vector>

namespace rostrum::sandbox::x {

/// What somebody wants to post.
struct NewPost {
    std::string text;
    std::vector<std::string> media_ids;
    std::string reply_to;
    bool has_poll = false;
    bool quotes = false;
};

/// Reads the body of a call. Every property has to be known.
std::expected<NewPost, Problem> read_new_post(const json::value& body);

/// "You are not permitted to perform this action.", with whatever else is said.
Problem not_permitted(std::string detail = "You are not permitted to perform this action.");

}  // namespace rostrum::sandbox::x
