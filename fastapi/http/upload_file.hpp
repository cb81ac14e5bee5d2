#pragma once

// An uploaded file: what its part said of it, and its bytes, which stay in memory up to 1 MiB and
// move to a temporary file beyond that (as Python's SpooledTemporaryFile). The temporary file has
// no name, so nothing is left behind however the program ends. Copies are handles of one file.

#include "fastapi/core/async.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/core/threadpool.hpp"
#include "fastapi/http/headers.hpp"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace fastapi {

namespace detail {

/// A file without a name in the directory for temporary files, closed with this object. Every
/// operation that fails throws std::system_error.
class temporary_file {
public:
    temporary_file();
    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;
    ~temporary_file() { ::close(descriptor_); }

    void write_at(std::size_t position, std::string_view bytes);
    /// Fills `bytes` as far as the file goes; gives how many it could read.
    std::size_t read_at(std::size_t position, char* bytes, std::size_t size) const;
    void resize(std::size_t size);

private:
    int descriptor_;
};

/// The bytes and the position that all handles of one file share.
struct spool {
    explicit spool(std::size_t max) : max_in_memory(max) {}

    std::size_t max_in_memory;
    std::string memory;                    // all of it, until there is a file
    std::unique_ptr<temporary_file> file;  // all of it, from then on
    std::size_t size = 0, position = 0;
    bool closed = false;
};

}  // namespace detail

/// Bytes that are read and written at a position, in memory while they are few. A copy is another
/// handle of the same file, with the same position. Not synchronised. What the disk refuses is
/// thrown as std::system_error; every use after close() throws std::logic_error.
class SpooledFile {
public:
    static constexpr std::size_t all = static_cast<std::size_t>(-1);

    /// An empty file; beyond `max_size` bytes it goes to the disk.
    explicit SpooledFile(std::size_t max_size = 1024 * 1024)
        : spool_(std::make_shared<detail::spool>(max_size)) {}

    /// The next bytes, at most `size` of them; empty at the end.
    std::string read(std::size_t size = all);
    /// Writes at the position, over what is there; gives the number of bytes.
    std::size_t write(std::string_view bytes);
    /// The position from the beginning, 0 being the first byte. It may lie behind the end.
    void seek(std::size_t position) { open().position = position; }
    std::size_t tell() const { return open().position; }
    std::size_t size() const { return open().size; }
    /// Cuts the file, or fills it up with zeros; the position stays.
    void truncate(std::size_t size);

    /// Gives memory and disk back, for all handles. May be called again.
    void close();
    bool closed() const { return spool_ == nullptr || spool_->closed; }
    /// Whether the bytes are still in memory, so that reading cannot wait for a disk.
    bool in_memory() const { return open().file == nullptr; }

private:
    detail::spool& open() const;
    static void roll_over(detail::spool& spool);
    static void make_room(detail::spool& spool, std::size_t size);

    std::shared_ptr<detail::spool> spool_;
};

/// A file that came with a form: `[](File<"file"> file) -> async<dict> { co_await file.read(); }`.
/// A copy is another handle of the same bytes. https://fastapi.tiangolo.com/reference/uploadfile/
class UploadFile {
public:
    UploadFile() = default;
    /// `content_type` is taken from the headers.
    explicit UploadFile(SpooledFile contents, std::string name = {}, MutableHeaders part = {});

    std::string filename;                     ///< as the client said: never use it as a path
    std::optional<std::string> content_type;  ///< as the client said
    std::size_t size = 0;                     ///< bytes, as received or written through this handle
    MutableHeaders headers;                   ///< of the part, names in lower case
    SpooledFile file;                         ///< the bytes, for handlers that are not asynchronous

    // Templates, so that only programs that use these coroutines carry them. What lies on the disk
    // is read and written in a thread: the event loop never waits for it.

    /// The next bytes, at most `size` of them, all the rest without it; empty at the end.
    template <class = void>
    async<std::string> read(std::size_t max_size = SpooledFile::all) {
        if (file.in_memory()) co_return file.read(max_size);
        auto read_some = [this, max_size] { return file.read(max_size); };
        co_return co_await detail::run_job(read_some);
    }
    /// Writes at the position; gives the number of bytes. `bytes` must live until that is done.
    template <class = void>
    async<std::size_t> write(std::string_view bytes) {
        auto write_all = [this, bytes] { return file.write(bytes); };
        const std::size_t written = co_await detail::run_job(write_all);
        size = file.size();
        co_return written;
    }
    /// The position to read from, 0 being the first byte.
    template <class = void>
    async<void> seek(std::size_t position) {
        file.seek(position);
        co_return;
    }
    /// Gives memory and disk back. It is closed with its last handle anyway.
    template <class = void>
    async<void> close() {
        file.close();
        co_return;
    }
};

// ---- implementation ----

namespace detail {

[[noreturn]] inline void throw_file_error(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

inline const char* temporary_directory() {
    const char* const directory = std::getenv("TMPDIR");
    return directory != nullptr && *directory != '\0' ? directory : "/tmp";
}

/// A named one whose name is taken away again at once, where the system knows no other.
inline int open_named_temporary_file(const char* directory) {
    std::string path = std::string(directory) + "/fastapi-XXXXXX";
    const int descriptor = ::mkstemp(path.data());
    if (descriptor < 0) return descriptor;
    ::unlink(path.c_str());
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
}

inline int open_temporary_file(const char* directory) {
#ifdef O_TMPFILE
    const int descriptor = ::open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (descriptor >= 0) return descriptor;
#endif
    return open_named_temporary_file(directory);
}

inline temporary_file::temporary_file() : descriptor_(open_temporary_file(temporary_directory())) {
    if (descriptor_ < 0) descriptor_ = open_temporary_file("/tmp");
    if (descriptor_ < 0) throw_file_error("fastapi: no temporary file for an upload");
}

inline void temporary_file::write_at(std::size_t position, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count =
            ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(position));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_file_error("fastapi: cannot write an upload to the disk");
        position += static_cast<std::size_t>(count);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

inline std::size_t temporary_file::read_at(std::size_t position, char* bytes,
                                           std::size_t size) const {
    std::size_t done = 0;
    while (done < size) {
        const ssize_t count =
            ::pread(descriptor_, bytes + done, size - done, static_cast<off_t>(position + done));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_file_error("fastapi: cannot read an upload from the disk");
        if (count == 0) break;
        done += static_cast<std::size_t>(count);
    }
    return done;
}

inline void temporary_file::resize(std::size_t size) {
    while (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0)
        if (errno != EINTR) throw_file_error("fastapi: cannot change the size of an upload");
}

}  // namespace detail

inline detail::spool& SpooledFile::open() const {
    if (closed()) throw std::logic_error("fastapi: the uploaded file has been closed");
    return *spool_;
}

inline void SpooledFile::roll_over(detail::spool& spool) {
    auto file = std::make_unique<detail::temporary_file>();
    file->write_at(0, spool.memory);
    spool.file = std::move(file);
    spool.memory = std::string();
}

/// Chooses the place for a file of that size.
inline void SpooledFile::make_room(detail::spool& spool, std::size_t size) {
    if (spool.file == nullptr && size > spool.max_in_memory) roll_over(spool);
    if (spool.file == nullptr && size > spool.memory.size()) spool.memory.resize(size);
}

inline std::string SpooledFile::read(std::size_t size) {
    detail::spool& spool = open();
    if (spool.position >= spool.size) return {};
    size = std::min(size, spool.size - spool.position);
    std::string bytes;
    if (spool.file == nullptr) {
        bytes = spool.memory.substr(spool.position, size);
    } else {
        bytes.resize(size);
        bytes.resize(spool.file->read_at(spool.position, bytes.data(), size));
    }
    spool.position += bytes.size();
    return bytes;
}

inline std::size_t SpooledFile::write(std::string_view bytes) {
    detail::spool& spool = open();
    if (bytes.empty()) return 0;
    if (spool.position > all / 4)  // far beyond any file: no sum may wrap around
        throw std::system_error(EFBIG, std::generic_category(), "fastapi: cannot write an upload");
    const std::size_t end = spool.position + bytes.size();
    const bool appends = spool.position == spool.size;
    if (spool.file == nullptr && appends && end <= spool.max_in_memory) {
        spool.memory.append(bytes);  // the way of every upload
    } else {
        make_room(spool, end);
        if (spool.file == nullptr)
            spool.memory.replace(spool.position, bytes.size(), bytes);
        else
            spool.file->write_at(spool.position, bytes);
    }
    spool.position = end;
    spool.size = std::max(spool.size, end);
    return bytes.size();
}

inline void SpooledFile::truncate(std::size_t size) {
    detail::spool& spool = open();
    make_room(spool, size);
    if (spool.file == nullptr)
        spool.memory.resize(size);
    else
        spool.file->resize(size);
    spool.size = size;
}

inline void SpooledFile::close() {
    if (closed()) return;
    spool_->closed = true;
    spool_->memory = std::string();
    spool_->file.reset();
}

inline UploadFile::UploadFile(SpooledFile contents, std::string name, MutableHeaders part)
    : filename(std::move(name)),
      size(contents.size()),
      headers(std::move(part)),
      file(std::move(contents)) {
    if (const auto type = headers.get("content-type")) content_type = std::string(*type);
}

}  // namespace fastapi
