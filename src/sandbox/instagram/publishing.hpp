#pragma once

#include "core/task.hpp"
#include "http/client/client.hpp"
#include "http/server/response.hpp"
#include "sandbox/instagram/graph.hpp"

namespace rostrum::sandbox::instagram {

/// `POST /<IG_ID>/media`, `POST /<IG_ID>/media_publish` and, at graph.facebook.com,
/// `DELETE /<MEDIA_ID>`. Files are fetched with `client`. Errors: those of the platform.
Task<GraphResult<http::Response>> change_node(GraphCall call, http::Client* client);

/// `GET /<CONTAINER_ID>`: its status.
GraphResult<http::Response> container_object(const GraphCall& call, const Container& container);

/// `GET /<IG_ID>/content_publishing_limit`.
GraphResult<http::Response> publishing_limit(const GraphCall& call);

/// The bytes of a resumable upload: `POST /ig-api-upload/v26.0/<CONTAINER_ID>`, with the headers
/// `offset` and `file_size`. The token is checked.
http::Response receive_upload(Containers& containers, const http::Request& request,
                              std::string_view id, Time now);

/// `{"debug_info":{"retriable","type","message"}}`, the upload host's own shape.
http::Response upload_error(int status, std::string_view message, bool retriable = false);

}  // namespace rostrum::sandbox::instagram
