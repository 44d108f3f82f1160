#include "api/dto/media.hpp"

#include "api/answer_once.hpp"
#include "api/handlers/handlers.hpp"
#include "api/receive_file.hpp"
#include "http/header_value.hpp"
#include "http/server/byte_range.hpp"

namespace rostrum::api {
namespace {

http::Response answer_media(Services& services, const media::Media& media, int status = 200) {
    return json_response(to_answer(media, services.library.public_url(media)), status);
}

Task<Answer> add_file(Services& services, Context& context, ReceivedFile& received) {
    auto media = co_await services.library.add(context.scope(), std::move(received.file),
                                               std::move(received.naming));
    if (!media) co_return std::unexpected(std::move(media.error()));
    co_return answer_media(services, *media, 201);
}

Task<Answer> upload(Services& services, Context& context) {
    auto received = co_await receive_file(services, context);
    if (!received) co_return std::unexpected(std::move(received.error()));
    const auto& naming = received->naming;
    // What was received stands for the body, which is gone by now.
    const std::string body =
        received->file.sha256 + "\n" + naming.filename + "\n" + naming.alt_text.value_or("");
    co_return co_await answer_once(services, context, body,
                                   [&] { return add_file(services, context, *received); });
}

Task<Answer> list_media(Services& services, Context& context) {
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    std::optional<media::Kind> kind;
    if (const auto wanted = context.text("kind")) {
        kind = parse_enum<media::Kind>(*wanted);
        if (!kind) co_return fail(invalid_field("kind", "must be one of: image, video, document"));
    }
    const auto found = co_await services.library.list(context.scope(), *page, kind);
    std::vector<MediaAnswer> answers;
    for (const auto& media : found) {
        answers.push_back(to_answer(media, services.library.public_url(media)));
    }
    co_return page_response(answers, page->limit, [](const MediaAnswer& last) {
        return cursor_of(last.created_at, last.id.value);
    });
}

Task<Answer> show_media(Services& services, Context& context) {
    const auto id = context.id<MediaId>();
    if (!id) co_return std::unexpected(id.error());
    const auto media = co_await services.library.find(context.scope(), *id);
    if (!media) co_return std::unexpected(media.error());
    co_return answer_media(services, *media);
}

Task<Answer> update_media(Services& services, Context& context) {
    const auto id = context.id<MediaId>();
    if (!id) co_return std::unexpected(id.error());
    auto body = context.body<MediaUpdate>();
    if (!body) co_return std::unexpected(body.error());
    std::optional<std::string> alt_text;
    if (!body->alt_text.empty()) alt_text = std::move(body->alt_text);
    const auto media =
        co_await services.library.describe(context.scope(), *id, std::move(alt_text));
    if (!media) co_return std::unexpected(media.error());
    co_return answer_media(services, *media);
}

Task<Answer> remove_media(Services& services, Context& context) {
    const auto id = context.id<MediaId>();
    if (!id) co_return std::unexpected(id.error());
    const auto done = co_await services.library.remove(context.scope(), *id);
    if (!done) co_return std::unexpected(done.error());
    co_return http::Response::empty(204);
}

/// The file itself, for whoever has its address.
Task<Answer> serve_file(Services& services, Context& context) {
    const auto id = context.id<MediaId>();
    if (!id) co_return std::unexpected(id.error());
    const auto& request = context.request();
    const auto media = co_await services.library.find_public(*id, request.params.get("signature"));
    if (!media) co_return std::unexpected(media.error());
    auto response = http::content_response(
        request,
        {.content_type = media->mime,
         .entity_tag = "\"" + media->sha256.substr(0, 32) + "\"",
         .cache_control = "public, max-age=86400",
         .disposition = http::inline_disposition(media->filename),
         .size = static_cast<std::uint64_t>(media->bytes)},
        [&](http::ByteRange range) { return services.library.stream(*media, range); });
    // Nothing of it is ever run: neither scripts in a document nor a type that is guessed.
    response.headers.add("Content-Security-Policy",
                         "default-src 'none'; style-src 'unsafe-inline'");
    response.headers.add("X-Content-Type-Options", "nosniff");
    response.headers.add("Cross-Origin-Resource-Policy", "cross-origin");
    co_return response;
}

RouteBuilder& every_type(RouteBuilder& route, int status, std::string_view description) {
    for (const auto* mime :
         {"image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "video/quicktime",
          "video/webm", "video/x-matroska", "application/pdf", "application/msword",
          "application/vnd.ms-powerpoint",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "application/vnd.openxmlformats-officedocument.presentationml.presentation"}) {
        route.answers_content(status, mime, description);
    }
    return route;
}

boost::json::object form_schema() {
    return {{"type", "object"},
            {"properties",
             {{"file", {{"type", "string"}, {"format", "binary"}}},
              {"altText", {{"type", "string"}, {"maxLength", media::alt_text_max}}}}},
            {"required", boost::json::array{"file"}}};
}

void add_upload(Routes& routes, Schemas& schemas, Services& s) {
    routes.push_back(
        RouteBuilder(schemas, http::Method::post, "/api/v1/media", "uploadMedia",
                     "Upload a file: as a form, or as the bare bytes")
            .tag("Media")
            .access(Access::editor)
            .rate(RateClass::upload)
            .creates()
            .streams_body()
            .body_content("multipart/form-data", form_schema())
            .body_content("application/octet-stream", {{"type", "string"}, {"format", "binary"}})
            .parameter("filename", "Of bare bytes: the name of the file.")
            .parameter("altText", "Of bare bytes: what is read to those who do not see them.")
            .answers<MediaAnswer>(201, "Looked into and kept")
            .handle([&s](Context& c) { return upload(s, c); }));
}

void add_public(Routes& routes, Schemas& schemas, Services& s) {
    auto route = RouteBuilder(schemas, http::Method::get, "/media/{id}/{signature}", "readMedia",
                              "A file, or a range of it; its address is its `url`");
    every_type(route, 200, "The file");
    every_type(route, 206, "The range of it that was asked for");
    routes.push_back(route.tag("Media")
                         .access(Access::open)
                         .rate(RateClass::unlimited)
                         .answers_empty(304, "It has not changed")
                         .answers_empty(416, "It has no such range")
                         .handle([&s](Context& c) { return serve_file(s, c); }));
}

}  // namespace

void add_media_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const auto route = [&](http::Method method, std::string pattern, std::string id,
                           std::string summary) {
        return RouteBuilder(schemas, method, std::move(pattern), std::move(id), std::move(summary))
            .tag("Media")
            .access(method == get ? Access::viewer : Access::editor);
    };
    add_upload(routes, schemas, s);
    routes.push_back(route(get, "/api/v1/media", "listMedia", "The files, newest first")
                         .parameter("kind",
                                    {{"type", "string"}, {"enum", {"image", "video", "document"}}},
                                    "Only those of this kind.")
                         .answers_list<MediaAnswer>()
                         .handle([&s](Context& c) { return list_media(s, c); }));
    routes.push_back(route(get, "/api/v1/media/{id}", "showMedia", "One file")
                         .answers<MediaAnswer>(200)
                         .handle([&s](Context& c) { return show_media(s, c); }));
    routes.push_back(
        route(patch, "/api/v1/media/{id}", "updateMedia", "Change the alternative text")
            .body<MediaUpdate>()
            .answers<MediaAnswer>(200)
            .handle([&s](Context& c) { return update_media(s, c); }));
    routes.push_back(
        route(delete_, "/api/v1/media/{id}", "removeMedia", "Remove a file that nothing uses")
            .answers_empty(204, "Removed")
            .handle([&s](Context& c) { return remove_media(s, c); }));
    add_public(routes, schemas, s);
}

}  // namespace rostrum::api
