#pragma once

// The exception that is an answer.

#include "fastapi/core/any.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/status.hpp"

#include <exception>
#include <string>
#include <utility>

namespace fastapi {

/// Thrown by a handler or a dependency to answer with an error: `throw HTTPException(404, "No such
/// item")`. The answer is `{"detail": ...}` with that status and those headers; without a detail it
/// is the status's phrase. https://fastapi.tiangolo.com/reference/exceptions/
class HTTPException : public std::exception {
public:
    explicit HTTPException(int status, any detail_value = nullptr, MutableHeaders header_list = {})
        : status_code(status), detail(std::move(detail_value)), headers(std::move(header_list)) {
        if (detail.is_null()) detail = std::string(status::phrase(status));
        text_ = std::to_string(status) + ": " +
                (detail.is_string() ? detail.as_string() : detail.dump());
    }

    /// `404: No such item`.
    const char* what() const noexcept override { return text_.c_str(); }

    int status_code;         ///< of the answer
    any detail;              ///< anything that JSON can hold
    MutableHeaders headers;  ///< added to the answer

private:
    std::string text_;
};

}  // namespace fastapi
