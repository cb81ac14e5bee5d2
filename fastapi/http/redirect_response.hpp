#pragma once

// The answer that sends the client elsewhere. The whole URL is percent-encoded but for the
// characters that give it its form, so that no text of a client can leave the header's line.

#include "fastapi/http/headers.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/url.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

/// An empty answer with `location: url`. The URL may be relative; blanks, bytes above ASCII and the
/// like are percent-encoded, a `%` stays as it is.
/// https://fastapi.tiangolo.com/advanced/custom-response/#redirectresponse
class RedirectResponse : public Response {
public:
    explicit RedirectResponse(std::string_view url, int status = 307,
                              MutableHeaders header_list = {})
        : Response(std::string(), status, std::move(header_list)) {
        headers.set("location", detail::percent_encode(url, ":/%#?=@[]!$&'()*+,;"));
    }
};

}  // namespace fastapi
