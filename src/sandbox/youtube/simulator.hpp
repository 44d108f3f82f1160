#pragma once

#include "core/json_writer.hpp"
#include "sandbox/cast_platform.hpp"
#include "sandbox/youtube/errors.hpp"
#include "sandbox/youtube/uploads.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::youtube {

/// A call that may go on: whose token it carries, and what it wants to be told.
struct ApiCall {
    const http::Request& request;
    std::size_t persona;
    std::vector<std::string_view> parts;

    std::string_view parameter(std::string_view name) const {
        return request.query.get(name).value_or("");
    }
    bool wants(std::string_view part) const;
};

class YouTube final : public CastPlatform {
public:
    explicit YouTube(const SimulationParts& parts);

    void add_routes(http::Router& router) override;
    std::string_view endpoint_of(const http::Request& request) const override;
    http::Response refuse(const http::Request& request, const Fault& fault) override;
    void reset() override;

private:
    enum class Api : std::uint8_t { data, analytics, uploads };

    std::string external_id(std::size_t persona) const override;

    // oauth.cpp
    http::Response token(const http::Request& request);
    http::Response exchange(const http::Query& form);
    http::Response refresh(const http::Query& form);
    http::Response revoke_token(const http::Request& request);
    void write_access(JsonWriter& out, const UserGrant& grant);
    bool has_consented(std::size_t persona);
    std::string issue_refresh(const UserGrant& grant);

    // youtube.cpp: what comes before an answer
    http::Response api(const http::Request& request);
    ApiResult<std::size_t> authorized(const http::Request& request, std::uint32_t one_of_scopes);
    ApiResult<void> counted(Api api, std::size_t persona, std::int64_t units = 1);
    http::Response website(const http::Request& request) const;

    // channels.cpp
    ApiResult<std::string> channels(const ApiCall& call);
    ApiResult<std::string> playlist_items(const ApiCall& call);
    void write_channel(JsonWriter& out, const ApiCall& call, std::size_t persona) const;
    /// A video of a playlist, wherever it comes from.
    struct Item {
        std::string id;
        Time at{};
        std::string title;
        std::string_view privacy;
        bool is_deleted = false;
        std::int64_t position = 0;  ///< in the playlist
    };
    Item item_of(const CastPost& post) const;
    Item item_of(const UploadedVideo& video) const;
    void write_playlist_item(JsonWriter& out, const ApiCall& call, std::size_t persona,
                             const Item& item) const;
    std::string uploads_id(std::size_t persona) const;
    std::optional<std::size_t> find_channel(std::string_view external_id) const;
    std::int64_t public_videos(std::size_t persona) const;

    // videos.cpp
    ApiResult<std::string> videos(const ApiCall& call);
    void write_video(JsonWriter& out, const ApiCall& call, const CastPost& post) const;
    void write_snippet(JsonWriter& out, const ApiCall& call, const CastPost& post) const;
    void write_thumbnails(JsonWriter& out, std::string_view url) const;
    std::string_view privacy_of(const CastPost& post) const;
    bool is_deleted(const CastPost& post) const;

    // insert.cpp
    ApiResult<std::size_t> may_upload(const http::Request& request);
    http::Response insert_video(const http::Request& request);
    http::Response insert_at_once(const ApiCall& call);
    http::Response take_bytes(const http::Request& request);
    http::Response answer(const http::Request& request, const UploadProgress& progress);
    http::Response answer_video(const http::Request& request, const UploadedVideo& video,
                                bool is_new);
    void publish(const http::Request& request, const UploadedVideo& video);
    ApiResult<UploadedVideo> own_upload(std::size_t persona, std::string_view id) const;
    http::Response delete_video(const http::Request& request);
    http::Response set_thumbnail(const http::Request& request);

    // uploaded.cpp
    std::string_view failure_of(const UploadedVideo& video) const;
    std::string_view rejection_of(const UploadedVideo& video) const;
    std::string_view privacy_of(const UploadedVideo& video) const;
    void write_upload(JsonWriter& out, const ApiCall& call, const UploadedVideo& video) const;
    void write_upload_status(JsonWriter& out, const UploadedVideo& video) const;

    // reports.cpp
    ApiResult<std::string> reports(const ApiCall& call);
    double report_value(std::string_view metric, std::size_t persona, Time day) const;

    Uploads uploads_;
    std::mutex mutex_;
    std::map<std::size_t, std::deque<std::string>> refresh_tokens_;  // by persona, oldest first
    std::map<Time, Time> used_at_;  // when a refresh token was last used, by its grant's time
};

}  // namespace rostrum::sandbox::youtube
