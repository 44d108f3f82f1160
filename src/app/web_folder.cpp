#include "app/web_folder.hpp"

#include <unistd.h>

namespace rostrum::app {
namespace {

std::filesystem::path program_folder() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::filesystem::current_path() : program.parent_path();
}

bool is_api(std::string_view path) {
    return path == "/api" || path.starts_with("/api/") || path == "/healthz" || path == "/readyz" ||
           path == "/metrics";
}

Task<http::Response> answer(const http::Handler& web, const http::ErrorRenderer& render,
                            http::Request& request) {
    const bool page = request.method == http::Method::get || request.method == http::Method::head;
    if (is_api(request.path) || !page) {
        co_return render(make_error(ErrorCode::not_found, "no such path"), request);
    }
    co_return co_await web(request);
}

}  // namespace

std::optional<std::filesystem::path> web_folder(const Config& config) {
    if (config.has("WEB_DIR")) return config.text("WEB_DIR");
    const auto beside = program_folder();
    for (const auto& candidate :
         {beside / "../../web/dist", beside / "../share/rostrum/web", beside / "web"}) {
        if (std::filesystem::exists(candidate / "index.html")) {
            return std::filesystem::canonical(candidate);
        }
    }
    return std::nullopt;
}

http::Handler web_or_not_found(http::Handler web, http::ErrorRenderer render) {
    return [web = std::move(web), render = std::move(render)](http::Request& request) {
        return answer(web, render, request);
    };
}

}  // namespace rostrum::app
