#include "app/database_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace rostrum::app {

DatabaseLock::DatabaseLock(const std::string& database_path) {
    const std::string path = database_path + ".lock";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), path);
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(file_);
    throw std::runtime_error("another rostrum serves from " + database_path +
                             ": use PostgreSQL for several");
}

DatabaseLock::~DatabaseLock() { ::close(file_); }

}  // namespace rostrum::app
