#pragma once

// The text of an application's document, made when it is first asked for: once for each path below
// which the application is reached, because that stands in it.

#include "fastapi/core/any.hpp"

#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace fastapi::detail {

/// Texts by root path. From any thread.
class document_cache {
public:
    /// The text for this root path, made by `make()` where there is none yet.
    template <class Make>
    std::string get(const std::string& root_path, const Make& make) const {
        const std::lock_guard lock(mutex_);
        const auto known = texts_.find(root_path);
        return known != texts_.end() ? known->second
                                     : texts_.emplace(root_path, make()).first->second;
    }

    /// The document has changed.
    void forget() const {
        const std::lock_guard lock(mutex_);
        texts_.clear();
    }

private:
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::string> texts_;
};

}  // namespace fastapi::detail
