#include "app/media_settings.hpp"

namespace rostrum::app {
namespace {

constexpr std::int64_t megabytes_max = 1'000'000;
constexpr std::int64_t unused_days_max = 3650;

std::uint64_t megabytes(const Config& config, std::string_view name) {
    return static_cast<std::uint64_t>(config.integer(name)) << 20;
}

void add_sizes(std::vector<Property>& table) {
    const auto size = [&](const char* name, const char* value, const char* description) {
        table.push_back({.name = name,
                         .type = PropertyType::integer,
                         .default_value = value,
                         .description = description,
                         .minimum = 1,
                         .maximum = megabytes_max});
    };
    size("MEDIA_IMAGE_MAX_MB", "30", "The size of an image, in MB of 1024 x 1024 bytes.");
    size("MEDIA_VIDEO_MAX_MB", "5120", "The size of a video.");
    size("MEDIA_DOCUMENT_MAX_MB", "100", "The size of a document.");
}

void add_bucket(std::vector<Property>& table) {
    table.push_back({.name = "S3_BUCKET",
                     .description = "Keeps uploaded files in this bucket instead of a folder."});
    table.push_back({.name = "S3_ENDPOINT",
                     .type = PropertyType::url,
                     .description = "Of another service than AWS: https://minio.example:9000."});
    table.push_back({.name = "S3_REGION",
                     .default_value = "us-east-1",
                     .description = "The region of the bucket."});
    table.push_back({.name = "S3_ACCESS_KEY_ID", .description = "Whose key opens the bucket."});
    table.push_back({.name = "S3_SECRET_ACCESS_KEY",
                     .description = "The key that opens the bucket.",
                     .secret = true});
    table.push_back({.name = "S3_PATH_STYLE",
                     .type = PropertyType::boolean,
                     .default_value = "false",
                     .description = "The bucket stands in the path: what MinIO and others want."});
}

}  // namespace

void add_media_properties(std::vector<Property>& table) {
    table.push_back({.name = "MEDIA_DIR",
                     .description = "The folder of uploaded files, which several nodes may share; "
                                    "DATA_DIR/media unless given."});
    add_bucket(table);
    add_sizes(table);
    table.push_back({.name = "MEDIA_UNUSED_DAYS",
                     .type = PropertyType::integer,
                     .default_value = "90",
                     .description = "After how many days a file that nothing uses is removed; 0 is "
                                    "never.",
                     .minimum = 0,
                     .maximum = unused_days_max});
    table.push_back({.name = "MEDIA_FREE_MIN_MB",
                     .type = PropertyType::integer,
                     .default_value = "512",
                     .description = "What uploads leave free on the disk, in MB.",
                     .minimum = 0,
                     .maximum = std::numeric_limits<std::int32_t>::max()});
    table.push_back({.name = "FFPROBE",
                     .default_value = "/usr/bin/ffprobe",
                     .description = "The program that looks into videos: the path of ffprobe."});
}

media::SizeLimits media_size_limits(const Config& config) {
    return {.image_max = megabytes(config, "MEDIA_IMAGE_MAX_MB"),
            .video_max = megabytes(config, "MEDIA_VIDEO_MAX_MB"),
            .document_max = megabytes(config, "MEDIA_DOCUMENT_MAX_MB")};
}

std::filesystem::path media_folder(const Config& config) {
    if (config.has("MEDIA_DIR")) return config.text("MEDIA_DIR");
    return std::filesystem::path(config.text("DATA_DIR")) / "media";
}

std::optional<media::s3::Settings> media_bucket(const Config& config) {
    if (!config.has("S3_BUCKET")) return std::nullopt;
    const auto& region = config.text("S3_REGION");
    return media::s3::Settings{
        .endpoint = config.has("S3_ENDPOINT") ? config.text("S3_ENDPOINT")
                                              : "https://s3." + region + ".amazonaws.com",
        .bucket = config.text("S3_BUCKET"),
        .path_style = config.boolean("S3_PATH_STYLE"),
        .credentials = {.access_key_id = config.text("S3_ACCESS_KEY_ID"),
                        .secret_access_key = config.secret("S3_SECRET_ACCESS_KEY"),
                        .region = region}};
}

Result<> check_media(const Config& config) {
    if (!config.has("S3_BUCKET")) return {};
    if (config.has("MEDIA_DIR")) {
        return fail(invalid_field("MEDIA_DIR", "does not go together with S3_BUCKET"));
    }
    for (const auto* name : {"S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"}) {
        if (!config.has(name)) return fail(invalid_field(name, "is missing for S3_BUCKET"));
    }
    return {};
}

std::filesystem::path media_spool_folder(const Config& config) {
    return std::filesystem::absolute(media_folder(config) / "incoming");
}

std::optional<std::chrono::days> media_unused_after(const Config& config) {
    const auto days = config.integer("MEDIA_UNUSED_DAYS");
    if (days == 0) return std::nullopt;
    return std::chrono::days{days};
}

}  // namespace rostrum::app
