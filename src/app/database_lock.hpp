#pragma once

#include <string>

namespace rostrum::app {

/// Holds a SQLite database for one process: a second one would take the first one's running jobs
/// for jobs that were cut off. The lock goes with the process, however it ends.
class DatabaseLock {
public:
    /// Throws std::runtime_error when another process serves from this file.
    explicit DatabaseLock(const std::string& database_path);
    ~DatabaseLock();
    DatabaseLock(const DatabaseLock&) = delete;
    DatabaseLock& operator=(const DatabaseLock&) = delete;

private:
    int file_ = -1;
};

}  // namespace rostrum::app
