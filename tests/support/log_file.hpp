#pragma once

#include "core/log.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace rostrum::testing {

/// Catches the log in a file while it lives. There is one log per process: one of these at a time.
class LogFile {
public:
    explicit LogFile(log::Level level)
        : path_(std::filesystem::temp_directory_path() /
                ("rostrum_test_" + std::to_string(::getpid()) + ".log")) {
        std::filesystem::remove(path_);
        log::configure(level, path_.string());
    }
    ~LogFile() {
        log::configure(log::Level::info, "/dev/stderr");
        std::filesystem::remove(path_);
    }
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    std::vector<std::string> lines() const {
        log::flush();
        std::vector<std::string> all;
        std::ifstream file(path_);
        for (std::string line; std::getline(file, line);) all.push_back(line);
        return all;
    }

    /// Whether a line holds this text.
    bool holds(const std::string& text) const {
        for (const auto& line : lines()) {
            if (line.find(text) != std::string::npos) return true;
        }
        return false;
    }

private:
    std::filesystem::path path_;
};

}  // namespace rostrum::testing
