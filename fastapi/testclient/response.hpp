#pragma once

// An answer as a test looks at it, with the names of httpx.Response. It owns what it holds, and can
// be kept and copied. https://www.python-httpx.org/api/#response

#include "fastapi/core/any.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/http/content_disposition.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/status.hpp"
#include "fastapi/testclient/content_decoder.hpp"
#include "fastapi/testclient/cookie_jar.hpp"
#include "fastapi/testclient/request.hpp"
#include "fastapi/testclient/url.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fastapi {

/// An answer: what `client.get(url)` gives.
class TestResponse {
public:
    int status_code = 0;
    MutableHeaders headers;  ///< names compare without case
    std::string content;     ///< the body, without its Content-Encoding
    TestURL url;             ///< that was asked, the last one behind redirects
    TestRequest request;     ///< that was answered
    CookieJar cookies;       ///< that this answer sets
    /// The redirects that led here, the first one first; theirs are empty.
    std::vector<TestResponse> history;
    /// The body in the parts that the handler yielded, as they were sent.
    std::vector<std::string> raw_parts;

    /// `Not Found`.
    std::string_view reason_phrase() const { return status::phrase(status_code); }

    /// The body as UTF-8; bytes that are no text of its charset become U+FFFD.
    std::string text() const;

    /// The body read as JSON. Throws JSONDecodeError where it is none.
    any json() const { return json_loads(content); }

    bool is_informational() const { return status_code / 100 == 1; }
    bool is_success() const { return status_code / 100 == 2; }
    bool is_redirect() const { return status_code / 100 == 3; }
    bool is_client_error() const { return status_code / 100 == 4; }
    bool is_server_error() const { return status_code / 100 == 5; }
    bool is_error() const { return is_client_error() || is_server_error(); }
    /// Whether it is one of 301, 302, 303, 307 and 308, and says where to go.
    bool has_redirect_location() const;

    /// Throws HTTPStatusError unless the status is 2xx.
    const TestResponse& raise_for_status() const;

    /// The links of its header Link, each under its `rel`, or under its address where it has none:
    /// `response.links()["next"]["url"]`.
    dict links() const;

    /// The body in parts: as they were yielded, or each of `chunk_size` bytes but the last.
    std::vector<std::string> iter_bytes(std::size_t chunk_size = 0) const;
    /// The same with its Content-Encoding.
    std::vector<std::string> iter_raw() const { return raw_parts; }
    /// The same as text.
    std::vector<std::string> iter_text() const;
    /// Its lines, without their ends.
    std::vector<std::string> iter_lines() const;
};

/// What `raise_for_status` throws.
class HTTPStatusError : public std::runtime_error {
public:
    HTTPStatusError(const std::string& message, const TestResponse& answer)
        : std::runtime_error(message), response_(std::make_shared<TestResponse>(answer)) {}

    /// The answer. Lives as long as this.
    const TestResponse& response() const { return *response_; }
    const TestRequest& request() const { return response_->request; }

private:
    std::shared_ptr<const TestResponse> response_;
};

/// More redirects than a client follows: 20.
class TooManyRedirects : public std::runtime_error {
public:
    explicit TooManyRedirects(TestRequest last)
        : std::runtime_error("Exceeded maximum allowed redirects."),
          request_(std::make_shared<TestRequest>(std::move(last))) {}

    /// The one that was not made.
    const TestRequest& request() const { return *request_; }

private:
    std::shared_ptr<const TestRequest> request_;
};

// ---- implementation ----

namespace detail {

/// How much stands before the next comma that is in no quotes.
inline std::size_t unquoted_comma(std::string_view text) {
    bool is_quoted = false;
    std::size_t size = 0;
    for (; size < text.size() && (is_quoted || text[size] != ','); ++size)
        if (text[size] == '"') is_quoted = !is_quoted;
    return size;
}

/// Takes one link, `<url>; rel="next"; title="more"`, from the front (RFC 8288 3).
inline std::optional<dict> take_link(std::string_view& rest) {
    const std::size_t begin = std::min(rest.find('<'), rest.size());
    const std::size_t end = rest.find('>', begin);
    if (end == std::string_view::npos) return std::nullopt;
    dict link{{"url", rest.substr(begin + 1, end - begin - 1)}};
    rest.remove_prefix(end + 1);
    const std::size_t size = unquoted_comma(rest);
    for (const auto& [name, value] : parse_header_options(rest.substr(0, size)).parameters)
        link[name] = value;
    rest.remove_prefix(size);
    return link;
}

}  // namespace detail

inline dict TestResponse::links() const {
    dict found;
    for (std::string_view rest : headers.getlist("link"))
        while (const std::optional<dict> link = detail::take_link(rest)) {
            const bool is_named = link->contains("rel");
            found[(*link)[is_named ? "rel" : "url"].as_string()] = *link;
        }
    return found;
}

inline std::string TestResponse::text() const {
    detail::text_decoder decoder(headers.get("content-type").value_or(""));
    std::string text = decoder.feed(content);
    return text.append(decoder.finish());
}

inline bool TestResponse::has_redirect_location() const {
    constexpr int codes[] = {301, 302, 303, 307, 308};
    return std::find(std::begin(codes), std::end(codes), status_code) != std::end(codes) &&
           headers.contains("location");
}

inline const TestResponse& TestResponse::raise_for_status() const {
    if (is_success()) return *this;
    constexpr std::string_view kinds[] = {"Informational response", "Redirect response",
                                          "Client error", "Server error"};
    const int kind = status_code / 100 == 1 ? 0 : std::clamp(status_code / 100 - 2, 1, 3);
    const std::string code = std::to_string(status_code);
    std::string message(kinds[kind]);
    message.append(" '")
        .append(code)
        .append(" ")
        .append(reason_phrase())
        .append("' for url '")
        .append(url.str())
        .append("'");
    if (has_redirect_location())
        message.append("\nRedirect location: '").append(headers["location"]).append("'");
    message
        .append(
            "\nFor more information check: "
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/")
        .append(code);
    throw HTTPStatusError(message, *this);
}

inline std::vector<std::string> TestResponse::iter_bytes(std::size_t chunk_size) const {
    std::vector<std::string> parts;
    if (chunk_size == 0) {
        const auto decoder = detail::decoder_for(headers);
        for (const std::string& part : raw_parts) {
            std::string decoded = decoder ? decoder->feed(part) : part;
            if (!decoded.empty()) parts.push_back(std::move(decoded));
        }
        return parts;
    }
    for (std::size_t i = 0; i < content.size(); i += chunk_size)
        parts.push_back(content.substr(i, chunk_size));
    return parts;
}

inline std::vector<std::string> TestResponse::iter_text() const {
    detail::text_decoder decoder(headers.get("content-type").value_or(""));
    std::vector<std::string> texts;
    const auto add = [&](std::string text) {
        if (!text.empty()) texts.push_back(std::move(text));
    };
    for (const std::string& part : iter_bytes()) add(decoder.feed(part));
    add(decoder.finish());
    return texts;
}

inline std::vector<std::string> TestResponse::iter_lines() const {
    detail::line_decoder decoder;
    std::vector<std::string> lines = decoder.feed(text());
    for (std::string& line : decoder.finish()) lines.push_back(std::move(line));
    return lines;
}

}  // namespace fastapi
