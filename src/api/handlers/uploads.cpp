#include "api/dto/media.hpp"
#include "api/errors_to_http.hpp"
#include "api/handlers/handlers.hpp"
#include "http/server/body_reader.hpp"
#include "http/server/response_head.hpp"
#include "media/tus.hpp"

#include <exception>
#include <memory>
#include <utility>

// Resumable uploads as tus 1.0.0 has them.

namespace rostrum::api {
namespace {

namespace tus = media::tus;
using media::UploadPart;
using media::UploadState;

constexpr std::string_view uploads_path = "/api/v1/media/uploads";

/// The statuses that tus has for what the catalogue of codes does not tell apart.
int status_of(const Error& error) {
    if (error.code == ErrorCode::conflict && error.retryable) return 423;
    if (error.code == ErrorCode::server_error && error.retry_after) return 503;
    if (error.details.empty()) return http_status(error.code);
    const auto& detail = error.details.front();
    if (detail.field == "Tus-Resumable") return 412;
    if (detail.field == "Upload-Checksum") {
        return detail.issue == media::checksum_mismatch ? 460 : 400;
    }
    return http_status(error.code);
}

/// What every answer to a client of tus carries, errors as well.
Answer finish(const Context& context, Answer answer) {
    if (!answer) {
        const int status = status_of(answer.error());
        answer = error_response(answer.error(), context.request());
        answer->status = status;
    }
    answer->headers.set("Tus-Resumable", std::string(tus::version));
    answer->headers.set("Tus-Version", std::string(tus::version));
    return answer;
}

Result<> check_version(const Context& context) {
    if (context.request().headers.get("Tus-Resumable") == tus::version) return {};
    return fail(invalid_field("Tus-Resumable", "must be " + std::string(tus::version)));
}

Result<std::uint64_t> number_of(const Context& context, std::string_view field) {
    if (const auto value = tus::parse_number(context.request().headers.get(field))) return *value;
    return fail(invalid_field(std::string(field), "must be a whole number"));
}

Result<std::optional<tus::Checksum>> checksum_of(const Context& context) {
    const auto text = context.request().headers.get("Upload-Checksum");
    if (text.empty()) return std::optional<tus::Checksum>();
    auto checksum = tus::parse_checksum(text);
    if (!checksum) return std::unexpected(std::move(checksum.error()));
    return std::optional(std::move(*checksum));
}

bool brings_bytes(const Context& context) {
    return context.request().headers.get("Content-Type") == tus::content_type;
}

void describe(const UploadState& state, http::Headers& headers) {
    headers.set("Upload-Offset", std::to_string(state.offset));
    headers.set("Upload-Length", std::to_string(state.upload.length));
    headers.set("Upload-Expires",
                http::http_date(std::chrono::floor<std::chrono::seconds>(state.upload.expires_at)));
    if (state.upload.media_id) {
        headers.set("Upload-Media-Id", to_string(*state.upload.media_id));
    }
}

Task<Answer> describe_uploads(Services& services, Context& context) {
    auto response = http::Response::empty(204);
    response.headers.set("Tus-Extension", std::string(tus::extensions));
    response.headers.set("Tus-Checksum-Algorithm", std::string(tus::checksum_algorithms));
    response.headers.set("Tus-Max-Size", std::to_string(services.spool.limits.largest()));
    co_return finish(context, std::move(response));
}

/// Reads the body into the part. A client that goes away leaves what came: the exception passes.
Task<Result<UploadState>> receive(Services& services, Context& context,
                                  std::unique_ptr<UploadPart> part) {
    auto& body = *context.request().body_reader;
    std::optional<Error> refused;
    while (!refused) {
        const auto piece = co_await body.read();
        if (!piece) {
            refused = piece.error();
        } else if (piece->empty()) {
            break;
        } else if (auto taken = co_await part->write(*piece); !taken) {
            refused = std::move(taken.error());
        }
    }
    if (!refused) {
        co_return co_await services.uploads.end(context.scope(), std::move(part),
                                                UploadPart::Whole::yes);
    }
    if (body.failure_status() != 0) {
        (void)co_await services.uploads.end(context.scope(), std::move(part),
                                            UploadPart::Whole::no);
    } else {
        co_await services.uploads.give_up(context.scope(), std::move(part), *refused);
    }
    co_return std::unexpected(std::move(*refused));
}

Result<media::NewUpload> new_upload(const Context& context) {
    if (auto version = check_version(context); !version) {
        return std::unexpected(std::move(version.error()));
    }
    const auto length = number_of(context, "Upload-Length");
    if (!length) return std::unexpected(length.error());
    auto metadata = tus::parse_metadata(context.request().headers.get("Upload-Metadata"));
    if (!metadata) return std::unexpected(std::move(metadata.error()));
    if ((*metadata)["filename"].contains('\0')) {
        return fail(invalid_field("Upload-Metadata", "must not hold a NUL character"));
    }
    return media::NewUpload{.length = *length,
                            .filename = std::move((*metadata)["filename"]),
                            .filetype = std::move((*metadata)["filetype"])};
}

/// Takes the bytes that come with a creation. The address of an upload is told with success only,
/// as clients expect: one that failed is gone, for nobody could go on with it.
Task<Result<UploadState>> receive_first(Services& services, Context& context, UploadId id,
                                        std::optional<tus::Checksum> checksum) {
    std::optional<Result<UploadState>> received;
    std::exception_ptr gone;
    try {
        auto part = co_await services.uploads.begin(context.scope(), id, 0, std::move(checksum));
        if (part) {
            received = co_await receive(services, context, std::move(*part));
        } else {
            received = std::unexpected(std::move(part.error()));
        }
    } catch (...) {
        gone = std::current_exception();
    }
    if (received && *received) co_return std::move(*received);
    // It may be gone already, being of no use.
    (void)co_await services.uploads.remove(context.scope(), id);
    if (gone) std::rethrow_exception(gone);
    co_return std::move(*received);
}

Task<Answer> create_upload(Services& services, Context& context) {
    auto wanted = new_upload(context);
    if (!wanted) co_return std::unexpected(std::move(wanted.error()));
    auto checksum = checksum_of(context);
    if (!checksum) co_return std::unexpected(std::move(checksum.error()));
    auto made = co_await services.uploads.create(context.scope(), std::move(*wanted));
    if (!made) co_return std::unexpected(std::move(made.error()));
    const auto id = made->id;
    UploadState state{std::move(*made), 0};
    if (brings_bytes(context)) {
        auto received = co_await receive_first(services, context, id, std::move(*checksum));
        if (!received) co_return std::unexpected(std::move(received.error()));
        state = std::move(*received);
    }
    auto response = http::Response::empty(201);
    response.headers.set("Location", std::string(uploads_path) + "/" + to_string(id));
    describe(state, response.headers);
    co_return response;
}

Task<Answer> append_to_upload(Services& services, Context& context) {
    const auto id = context.id<UploadId>();
    if (!id) co_return std::unexpected(id.error());
    if (auto version = check_version(context); !version) {
        co_return std::unexpected(std::move(version.error()));
    }
    if (!brings_bytes(context)) {
        co_return fail(ErrorCode::unsupported_media_type,
                       "the body must be " + std::string(tus::content_type));
    }
    const auto offset = number_of(context, "Upload-Offset");
    if (!offset) co_return std::unexpected(offset.error());
    auto checksum = checksum_of(context);
    if (!checksum) co_return std::unexpected(std::move(checksum.error()));
    auto part =
        co_await services.uploads.begin(context.scope(), *id, *offset, std::move(*checksum));
    if (!part) co_return std::unexpected(std::move(part.error()));
    const auto state = co_await receive(services, context, std::move(*part));
    if (!state) co_return std::unexpected(state.error());
    auto response = http::Response::empty(204);
    describe(*state, response.headers);
    co_return response;
}

/// One that is whole but was interrupted before it became a file becomes one now.
Task<Answer> show_upload(Services& services, Context& context) {
    const auto id = context.id<UploadId>();
    if (!id) co_return std::unexpected(id.error());
    if (context.request().method == http::Method::head) {
        if (auto version = check_version(context); !version) {
            co_return std::unexpected(std::move(version.error()));
        }
    }
    auto state = co_await services.uploads.find(context.scope(), *id);
    if (!state) co_return std::unexpected(std::move(state.error()));
    if (state->is_whole() && !state->upload.finished) {
        auto ended = co_await services.uploads.complete(context.scope(), *state);
        const bool under_way = !ended && ended.error().code == ErrorCode::conflict;
        if (!ended && !under_way) co_return std::unexpected(std::move(ended.error()));
        if (ended) state = std::move(ended);
    }
    const auto& upload = state->upload;
    auto response = json_response(UploadAnswer{.id = upload.id,
                                               .length = upload.length,
                                               .offset = static_cast<std::int64_t>(state->offset),
                                               .filename = upload.filename,
                                               .filetype = upload.filetype,
                                               .media_id = upload.media_id,
                                               .created_at = upload.created_at,
                                               .expires_at = upload.expires_at});
    describe(*state, response.headers);
    co_return response;
}

Task<Answer> remove_upload(Services& services, Context& context) {
    const auto id = context.id<UploadId>();
    if (!id) co_return std::unexpected(id.error());
    if (auto version = check_version(context); !version) {
        co_return std::unexpected(std::move(version.error()));
    }
    const auto done = co_await services.uploads.remove(context.scope(), *id);
    if (!done) co_return std::unexpected(done.error());
    co_return http::Response::empty(204);
}

using Step = Task<Answer> (*)(Services&, Context&);

Task<Answer> run(Services& services, Context& context, Step step) {
    co_return finish(context, co_await step(services, context));
}

}  // namespace

void add_upload_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const std::string all(uploads_path);
    const std::string one = all + "/{id}";
    const auto route = [&](http::Method method, const std::string& pattern, std::string id,
                           std::string summary) {
        return RouteBuilder(schemas, method, pattern, std::move(id), std::move(summary))
            .tag("Media")
            .access(Access::editor);
    };
    const auto handle = [&s](Step step) {
        return [&s, step](Context& context) { return run(s, context, step); };
    };
    routes.push_back(RouteBuilder(schemas, http::Method::options, all, "describeUploads",
                                  "What this server can do of tus 1.0.0")
                         .tag("Media")
                         .access(Access::open)
                         .answers_empty(204, "Told in the header")
                         .handle([&s](Context& c) { return describe_uploads(s, c); }));
    routes.push_back(route(post, all, "createUpload", "Begin a resumable upload (tus 1.0.0)")
                         .rate(RateClass::upload)
                         .streams_body()
                         .answers_empty(201, "Begun; `Location` says where it goes on")
                         .handle(handle(create_upload)));
    routes.push_back(route(get, one, "showUpload", "How far an upload has come; HEAD as tus has it")
                         .answers<UploadAnswer>(200)
                         .handle(handle(show_upload)));
    routes.push_back(
        route(patch, one, "appendToUpload", "Go on with an upload (tus 1.0.0)")
            .streams_body()
            .body_content(tus::content_type, {{"type", "string"}, {"format", "binary"}})
            .answers_empty(204, "Taken; `Upload-Media-Id` is told by the last one")
            .handle(handle(append_to_upload)));
    routes.push_back(route(delete_, one, "removeUpload", "Give an upload up (tus 1.0.0)")
                         .answers_empty(204, "Removed")
                         .handle(handle(remove_upload)));
}

}  // namespace rostrum::api
