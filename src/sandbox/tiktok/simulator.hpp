#pragma once

#include "core/json_writer.hpp"
#include "core/task.hpp"
#include "http/client/client.hpp"
#include "sandbox/cast_platform.hpp"
#include "sandbox/tiktok/publish_tasks.hpp"
#include "sandbox/tiktok/wire.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::tiktok {

class TikTok final : public CastPlatform {
public:
    explicit TikTok(const SimulationParts& parts);

    void add_routes(http::Router& router) override;
    std::string_view endpoint_of(const http::Request& request) const override;
    http::Response refuse(const http::Request& request, const Fault& fault) override;
    void reset() override;

private:
    std::string external_id(std::size_t persona) const override;

    // oauth.cpp
    http::Response token(const http::Request& request);
    http::Response exchange(const http::Query& form);
    http::Response refresh(const http::Query& form);
    http::Response answer_tokens(const UserGrant& grant);
    http::Response revoke_token(const http::Request& request);

    // tiktok.cpp: what comes before an answer, and pages
    Task<http::Response> answer(http::Request& request);
    http::Response api(const http::Request& request);
    ApiResult<GrantToken> authorized(const http::Request& request, std::uint32_t scope);
    ApiResult<void> counted(std::string_view endpoint);
    http::Response website(const http::Request& request) const;

    // display.cpp
    ApiResult<std::string> user_info(const http::Request& request);
    ApiResult<std::string> video_list(const http::Request& request);
    ApiResult<std::string> video_query(const http::Request& request);
    ApiResult<std::vector<std::string_view>> read_video_fields(const http::Request& request) const;
    /// A video, wherever it comes from.
    struct Video {
        std::string id;
        std::size_t persona = 0;
        Time at{};
        std::string caption;
        std::string title;
        std::string cover_url;
        std::string share_url;
        std::int64_t duration = 0;  ///< seconds
        PostFigures figures;
    };
    Video video_of(const http::Request& request, const CastPost& post) const;
    Video video_of(const http::Request& request, const PublishTask& task) const;
    std::string share_url(const http::Request& request, std::size_t persona, std::string_view kind,
                          std::uint64_t number) const;
    void write_video(JsonWriter& out, const Video& video,
                     const std::vector<std::string_view>& fields) const;

    // publishing.cpp
    ApiResult<GrantToken> may_publish(const http::Request& request, std::uint32_t one_of_scopes);
    ApiResult<void> may_post(const PublishTask& task);
    ApiResult<std::string> creator_info(const http::Request& request);
    ApiResult<std::string> init_post(const http::Request& request);
    ApiResult<std::string> fetch_status(const http::Request& request);
    http::Response take_bytes(const http::Request& request);
    Task<> fetch_files(const http::Request& request, PublishTask task);
    void publish(const http::Request& request, const PublishTask& task);

    http::Client* client_;  // null: nothing is fetched
    PublishTasks tasks_;
};

}  // namespace rostrum::sandbox::tiktok
