#pragma once

// CORS: tells browsers which other sites may read the answers of an application. Preflights
// (OPTIONS with Origin and Access-Control-Request-Method) are answered here, whatever their path;
// every other answer gets the headers that its Origin is due. Nothing is refused but preflights:
// the browser is who enforces the rules. The answers are those of Starlette's CORSMiddleware.
// https://fetch.spec.whatwg.org/#http-cors-protocol

#include "fastapi/core/pattern.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"

#include <algorithm>
#include <concepts>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

namespace detail {

/// A regular expression that a whole origin must match, checked where it is written. Matching takes
/// linear time.
class origin_pattern {
public:
    /// Matches no origin.
    origin_pattern() = default;

    /// Of an empty text the same. Throws std::invalid_argument for what is no pattern.
    template <std::convertible_to<std::string_view> Text>
    origin_pattern(const Text& text) {
        compile(text);
    }

    bool matches(std::string_view origin) const {
        return pattern_ && full_match(pattern_->view(), origin);
    }

private:
    void compile(std::string_view text);

    std::optional<pattern> pattern_;
};

}  // namespace detail

/// `app.add_middleware(CORSMiddleware{.allow_origins = {"https://example.com"}})`. `{"*"}` means
/// all of them, for origins, methods and headers. Answers to exceptions that nobody handles carry
/// no CORS headers. https://fastapi.tiangolo.com/tutorial/cors/
struct CORSMiddleware {
    std::vector<std::string> allow_origins = {};  ///< `https://example.com`: no slash at the end
    bool allow_credentials = false;  ///< cookies; any origin is then sent back by its name
    std::vector<std::string> allow_methods = {"GET"};  ///< in capitals
    std::vector<std::string> allow_headers = {};       ///< beside the four that are always allowed
    std::vector<std::string> expose_headers = {};      ///< of the answer, for scripts to read
    int max_age = 600;  ///< seconds for which browsers keep a preflight
    detail::origin_pattern allow_origin_regex = {};  ///< for whole origins, beside allow_origins
    bool allow_private_network = false;  ///< whether public sites may ask a private network

    /// The answer to a preflight: 200, or 400 that says what is not allowed.
    std::optional<Response> before(Request& request) const;

    /// Adds the headers for the request's Origin. `Vary: Origin` is added without one, too: caches
    /// must know.
    void after(Request& request, Response& response) const;

private:
    bool allows_origin(std::string_view origin) const;
    bool allows_method(std::string_view method) const;
    bool allows_headers(std::string_view requested) const;
    MutableHeaders preflight_headers() const;
    Response answer_preflight(const Headers& request, std::string_view origin,
                              std::string_view method) const;
};

// ---- implementation ----

namespace detail {

inline constexpr std::string_view any_method_names =
    "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY";
inline constexpr std::string_view safe_request_headers[] = {"Accept", "Accept-Language",
                                                            "Content-Language", "Content-Type"};

inline void origin_pattern::compile(std::string_view text) {
    if (text.empty()) return;
    pattern_error error = pattern_error::none;
    pattern_ = parse_pattern(text, error);
    if (pattern_) return;
    throw std::invalid_argument(
        "fastapi: the allow_origin_regex \"" + std::string(text) +
        "\" is not a valid regular expression: " + std::string(to_text(error)) +
        ". Write one such as R\"(https://.*\\.example\\.com)\".");
}

inline bool has_text(const std::vector<std::string>& texts, std::string_view wanted) {
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

inline std::string join_texts(const std::vector<std::string>& texts) {
    std::string result;
    for (const std::string& text : texts) result.append(result.empty() ? "" : ", ").append(text);
    return result;
}

/// In the order of Python's `sorted`, each once.
inline std::string join_allowed_headers(const std::vector<std::string>& own) {
    std::vector<std::string> all(std::begin(safe_request_headers), std::end(safe_request_headers));
    all.insert(all.end(), own.begin(), own.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return join_texts(all);
}

inline bool is_allowed_header(const std::vector<std::string>& own, std::string_view name) {
    const auto is_name = [name](std::string_view known) { return iequals(known, name); };
    return std::any_of(std::begin(safe_request_headers), std::end(safe_request_headers), is_name) ||
           std::any_of(own.begin(), own.end(), is_name);
}

/// Answers depend on Origin: what `Vary` says already stays, in one line.
inline void vary_by_origin(MutableHeaders& headers) {
    if (!headers.contains("vary")) return headers.append_trusted("vary: Origin\r\n");
    std::string names;
    for (const std::string_view value : headers.getlist("vary")) names.append(value).append(", ");
    headers.set("vary", names.append("Origin"));
}

}  // namespace detail

inline bool CORSMiddleware::allows_origin(std::string_view origin) const {
    return detail::has_text(allow_origins, "*") || detail::has_text(allow_origins, origin) ||
           allow_origin_regex.matches(origin);
}

inline bool CORSMiddleware::allows_method(std::string_view method) const {
    if (!detail::has_text(allow_methods, "*")) return detail::has_text(allow_methods, method);
    std::string_view names = detail::any_method_names;
    while (const auto name = detail::take_list_element(names))
        if (*name == method) return true;
    return false;
}

/// As Starlette, also an empty name in the list is one that is not allowed.
inline bool CORSMiddleware::allows_headers(std::string_view requested) const {
    while (true) {
        const std::size_t comma = requested.find(',');
        if (!detail::is_allowed_header(allow_headers, detail::trim(requested.substr(0, comma))))
            return false;
        if (comma == std::string_view::npos) return true;
        requested.remove_prefix(comma + 1);
    }
}

/// What all preflights are answered, whatever they ask for.
inline MutableHeaders CORSMiddleware::preflight_headers() const {
    MutableHeaders headers;
    headers.append_trusted(
        "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers, "
        "Access-Control-Request-Private-Network\r\n");
    const bool any_method = detail::has_text(allow_methods, "*");
    headers.append("access-control-allow-methods", any_method
                                                       ? std::string(detail::any_method_names)
                                                       : detail::join_texts(allow_methods));
    headers.append("access-control-max-age", std::to_string(max_age));
    if (!detail::has_text(allow_headers, "*"))
        headers.append("access-control-allow-headers", detail::join_allowed_headers(allow_headers));
    if (allow_credentials) headers.append("access-control-allow-credentials", "true");
    return headers;
}

inline Response CORSMiddleware::answer_preflight(const Headers& request, std::string_view origin,
                                                 std::string_view method) const {
    MutableHeaders headers = preflight_headers();
    std::vector<std::string> refused;
    const bool by_name = allow_credentials || !detail::has_text(allow_origins, "*");
    if (allows_origin(origin))
        headers.append("access-control-allow-origin", by_name ? origin : "*");
    else
        refused.push_back("origin");
    if (!allows_method(method)) refused.push_back("method");
    if (const auto requested = request.get("access-control-request-headers")) {
        if (detail::has_text(allow_headers, "*"))
            headers.set("access-control-allow-headers", *requested);
        else if (!allows_headers(*requested))
            refused.push_back("headers");
    }
    if (request.contains("access-control-request-private-network")) {
        if (allow_private_network)
            headers.append("access-control-allow-private-network", "true");
        else
            refused.push_back("private-network");
    }
    if (refused.empty()) return PlainTextResponse("OK", 200, std::move(headers));
    return PlainTextResponse("Disallowed CORS " + detail::join_texts(refused), 400,
                             std::move(headers));
}

inline std::optional<Response> CORSMiddleware::before(Request& request) const {
    if (request.method != "OPTIONS") return std::nullopt;
    const auto origin = request.headers.get("origin");
    const auto method = request.headers.get("access-control-request-method");
    if (!origin || !method) return std::nullopt;
    return answer_preflight(request.headers, *origin, *method);
}

inline void CORSMiddleware::after(Request& request, Response& response) const {
    MutableHeaders& headers = response.headers;
    if (const auto origin = request.headers.get("origin")) {
        if (allow_credentials) headers.set("access-control-allow-credentials", "true");
        if (!expose_headers.empty())
            headers.set("access-control-expose-headers", detail::join_texts(expose_headers));
        const bool by_name = allow_credentials || !detail::has_text(allow_origins, "*");
        if (allows_origin(*origin))
            headers.set("access-control-allow-origin", by_name ? *origin : "*");
    }
    detail::vary_by_origin(headers);
}

}  // namespace fastapi
