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

}  // namespace

void add_media_properties(std::vector<Property>& table) {
    table.push_back({.name = "MEDIA_DIR",
                     .description = "The folder of uploaded files, which several nodes may share; "
                                    "DATA_DIR/media unless given."});
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

std::filesystem::path media_spool_folder(const Config& config) {
    return std::filesystem::absolute(media_folder(config) / "incoming");
}

std::optional<std::chrono::days> media_unused_after(const Config& config) {
    const auto days = config.integer("MEDIA_UNUSED_DAYS");
    if (days == 0) return std::nullopt;
    return std::chrono::days{days};
}

}  // namespace rostrum::app
