#pragma once

#include "http/query.hpp"
#include "platforms/post_content.hpp"

#include <string>
#include <vector>

namespace rostrum::platforms::meta {

/// The parameters of the container of a file. `uploads`: its bytes are sent, instead of fetched.
http::Query container_parameters(const PostContent& content, const MediaFile& file, bool uploads);

/// Those of the container that holds a carousel's.
http::Query carousel_parameters(const PostContent& content,
                                const std::vector<std::string>& children);

}  // namespace rostrum::platforms::meta
