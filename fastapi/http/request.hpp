#pragma once

// One received request. Its texts are views into the bytes that arrived, which live as long as the
// request does: a handler that keeps something beyond its answer copies it.

#include "fastapi/core/any.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/threadpool.hpp"
#include "fastapi/http/client_link.hpp"
#include "fastapi/http/cookies.hpp"
#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/form.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/url.hpp"

#include <any>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

class FastAPI;

/// Values by name, of any copyable type: what middleware leaves for handlers (`request.state`) and
/// start-up for everybody (`app.state`). Not synchronised: fill an application's before it serves.
class State {
public:
    /// Stores a copy of `value`, in place of an earlier one of that name.
    template <class Value>
    void set(std::string_view name, Value value);

    /// The value of that name. Throws std::out_of_range where there is none,
    /// std::bad_any_cast where it has another type.
    template <class Value>
    Value& get(std::string_view name);

    /// Whether a value of that name is stored.
    bool contains(std::string_view name) const { return find(name) != nullptr; }

    /// Forgets everything.
    void clear() { values_.clear(); }

    /// Values that are seen where this has none of their name; they must live as long.
    void set_defaults(const State* defaults) { defaults_ = defaults; }

private:
    const std::pair<std::string, std::any>* find(std::string_view name) const;
    const std::pair<std::string, std::any>* find_own(std::string_view name) const;

    const State* defaults_ = nullptr;

    std::vector<std::pair<std::string, std::any>> values_;
};

namespace detail {

/// More placeholders than this in one path are refused when the route is declared.
inline constexpr std::size_t max_path_params = 16;

struct request_access;

/// What a placeholder's converter makes of its text before a parameter is read: nothing, or a
/// number
/// (`{n:int}`, `{x:float}`) or a UUID (`{id:uuid}`), whose spelling is gone then.
enum class path_conversion : unsigned char { none, integer, floating, uuid };

}  // namespace detail

/// The values of a route's placeholders, percent-decoded, in the order of the path.
class PathParams {
public:
    /// The value of the placeholder `name`, or nothing.
    std::optional<std::string_view> get(std::string_view name) const;

    /// The value of the placeholder `name`. Throws std::out_of_range where the path has none.
    std::string_view operator[](std::string_view name) const;

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const header_field* begin() const { return values_.data(); }
    const header_field* end() const { return values_.data() + size_; }

private:
    friend struct detail::request_access;

    std::array<header_field, detail::max_path_params> values_;
    std::array<detail::path_conversion, detail::max_path_params> conversions_{};
    std::size_t size_ = 0;
};

class Request;

/// The body of a request in parts: `auto stream = request.stream(); while (auto part = co_await
/// stream.next()) ...`. https://www.starlette.io/requests/#body
class RequestStream {
public:
    explicit RequestStream(Request& request) : request_(&request) {}

    /// The next part, never empty; nothing at the end. Throws ClientDisconnect where the body
    /// breaks off, and std::logic_error where it has been taken before.
    template <class = void>
    async<std::optional<std::string>> next();

private:
    Request* request_;
    bool is_done_ = false;
};

/// One received request: what a handler gets as `Request&`. Not copyable, not synchronised; it
/// lives until the answer has been made. https://fastapi.tiangolo.com/reference/request/
class Request {
public:
    /// An address on the network: the peer of the connection.
    struct Address {
        std::string host;  ///< as text, `127.0.0.1` or `::1`
        int port = 0;
    };

    Request() = default;
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    std::string_view method;   ///< `GET`, as sent (methods are case-sensitive)
    URL url;                   ///< the target, with scheme and host
    Headers headers;           ///< names compare without case
    Cookies cookies{headers};  ///< of the header Cookie
    QueryParams query_params;  ///< percent-decoded, in the order sent
    PathParams path_params;    ///< what the route's placeholders matched
    Address client;            ///< the peer of the connection, or whom a trusted proxy names
    State state;               ///< for middleware and dependencies to leave values in

    /// The whole body, as it was sent. May be called more than once. Throws HTTPException with 413
    /// where it is larger than `max_body_bytes`, ClientDisconnect where it breaks off, and
    /// std::logic_error where `stream` has taken it.
    template <class = void>
    async<std::string> body();

    /// The body read as JSON. Throws JSONDecodeError where it is none, and what `body` throws.
    template <class = void>
    async<any> json();

    /// The form in the body; an empty one where Content-Type says none. Files of any size go to
    /// temporary files, and belong to the form. May be called more than once. Throws HTTPException
    /// with 400 where it cannot be read or has more than the limits allow, 413 where its texts
    /// alone are larger than `max_body_bytes`, and else what `body` throws.
    template <class = void>
    async<FormData> form(FormLimits limits = {});

    /// The parts of the body as they arrive, for bodies larger than memory. Only once, where the
    /// body has not been taken as a whole before.
    RequestStream stream();

    /// Whether the client has gone away meanwhile.
    template <class = void>
    async<bool> is_disconnected();

    /// Where the application is mounted, by another or by a proxy: `/api/v1`; empty where it is
    /// not.
    const std::string& root_path() const { return root_path_; }

    /// The address of the application that serves, where a proxy has mounted it:
    /// `http://example.com/api/v1/`. In a mounted application it is the same: that of the outermost
    /// one.
    std::string base_url() const;

    /// The whole address of the route of that name, with these values in its placeholders: of the
    /// outermost application or what is mounted there, else of the one that answers. Throws
    /// std::invalid_argument where no route has that name and these placeholders.
    std::string url_for(std::string_view name, const dict& values = {}) const;

    /// The application that answers. Throws std::logic_error on a request that none handles.
    FastAPI& app() const;

private:
    friend struct detail::request_access;

    friend class RequestStream;

    void take_parts();
    std::string origin() const;
    const std::string& base_path() const { return is_mounted_ ? outer_root_path_ : root_path_; }
    std::uint64_t announced_size() const {
        return detail::to_integer<std::uint64_t>(headers.get("content-length").value_or(""))
            .value_or(0);
    }

    std::string_view body_;  // as far as it has arrived as a whole
    detail::client_link* link_ = nullptr;
    bool arrives_in_parts_ = false;  // the rest is with the link
    bool is_taken_ = false;          // and has been asked for
    std::string collected_body_;
    std::optional<FormData> form_;
    FastAPI* app_ = nullptr;
    FastAPI* outer_app_ = nullptr;  // where an application is mounted: the outermost one
    std::string decoded_path_;  // where percent-decoding changed the path, the text of path_params
    std::string root_path_;
    std::string outer_root_path_;  // where an application is mounted: that before the first mount
    bool is_mounted_ = false;
    std::size_t route_offset_ = 0;  // how much of the decoded path the mounts have taken
};

namespace detail {

/// What the framework itself may do with a request, and users may not.
struct request_access {
    static std::string_view body(const Request& request) { return request.body_; }
    static void set_body(Request& request, std::string_view body) { request.body_ = body; }
    /// Who brings the body, and knows whether the client is there still.
    static void set_link(Request& request, client_link* link, bool arrives_in_parts) {
        request.link_ = link;
        request.arrives_in_parts_ = arrives_in_parts;
    }
    /// The form, where it has been read before the handler; else null.
    static const FormData* form(const Request& request) {
        return request.form_ ? &*request.form_ : nullptr;
    }
    static void set_form(Request& request, FormData form) { request.form_ = std::move(form); }
    static void set_app(Request& request, FastAPI& app) {
        if (!request.is_mounted_) request.outer_app_ = &app;
        request.app_ = &app;
    }
    static void add_path_param(Request& request, std::string_view name, std::string_view value,
                               path_conversion conversion = path_conversion::none) {
        PathParams& params = request.path_params;
        if (params.size_ == max_path_params) return;
        params.conversions_[params.size_] = conversion;
        params.values_[params.size_++] = {name, value};
    }
    static path_conversion conversion_of(const Request& request, std::string_view name) {
        const PathParams& params = request.path_params;
        for (std::size_t i = 0; i < params.size_; ++i)
            if (params.values_[i].name == name) return params.conversions_[i];
        return path_conversion::none;
    }
    static void clear_path_params(Request& request) { request.path_params.size_ = 0; }
    static std::string_view path_value(const Request& request, std::size_t index) {
        return request.path_params.values_[index].value;
    }

    /// The path, percent-decoded. The view lives as long as the request.
    static std::string_view decoded_path(Request& request);

    /// The same below what the mounts have taken: the path as routes see it.
    static std::string_view route_path(Request& request) {
        return decoded_path(request).substr(request.route_offset_);
    }

    /// The application is reached below this path; a proxy may have taken it off, or not.
    static void set_root_path(Request& request, std::string_view root_path);

    /// What a proxy has taken off the path: the root path, or nothing where the path has it still.
    static std::string_view taken_off(Request& request) {
        const std::string_view root_path = request.base_path();
        return is_below(decoded_path(request), root_path) ? std::string_view() : root_path;
    }

    /// The first `size` characters of the route path belong to a mount.
    static void enter_mount(Request& request, std::size_t size);

    /// The bytes of the head moved: `from` became `to`. `size` is how many there are.
    static void rebase(Request& request, const char* from, std::size_t size, const char* to);

    /// Ready for another request, keeping the memory of this one.
    static void recycle(Request& request);

private:
    static bool is_below(std::string_view path, std::string_view root_path) {
        return path.starts_with(root_path) &&
               (path.size() == root_path.size() || path[root_path.size()] == '/');
    }
};

}  // namespace detail

// ---- implementation ----

template <class Value>
void State::set(std::string_view name, Value value) {
    if (auto* known = const_cast<std::pair<std::string, std::any>*>(find_own(name)))
        known->second = std::move(value);
    else
        values_.emplace_back(std::string(name), std::any(std::move(value)));
}

template <class Value>
Value& State::get(std::string_view name) {
    auto* known = const_cast<std::pair<std::string, std::any>*>(find(name));
    if (known == nullptr) throw std::out_of_range("state has no value '" + std::string(name) + "'");
    return std::any_cast<Value&>(known->second);
}

inline const std::pair<std::string, std::any>* State::find_own(std::string_view name) const {
    for (const auto& value : values_)
        if (value.first == name) return &value;
    return nullptr;
}

inline const std::pair<std::string, std::any>* State::find(std::string_view name) const {
    const auto* const own = find_own(name);
    return own != nullptr || defaults_ == nullptr ? own : defaults_->find(name);
}

inline std::optional<std::string_view> PathParams::get(std::string_view name) const {
    for (const header_field& param : *this)
        if (param.name == name) return param.value;
    return std::nullopt;
}

inline std::string_view PathParams::operator[](std::string_view name) const {
    if (const auto value = get(name)) return *value;
    throw std::out_of_range("the path has no placeholder {" + std::string(name) + "}");
}

template <class>
async<std::string> Request::body() {
    if (arrives_in_parts_) {
        take_parts();
        if (announced_size() > link_->max_body_bytes) throw HTTPException(413);
        std::string_view part;
        while (co_await link_->read_body(part)) {
            if (collected_body_.size() + part.size() > link_->max_body_bytes)
                throw HTTPException(413);
            collected_body_.append(part);
        }
        body_ = collected_body_;
        arrives_in_parts_ = false;
    }
    co_return std::string(body_);
}

template <class>
async<any> Request::json() {
    const std::string text = co_await body();
    co_return json_loads(text);
}

template <class>
async<FormData> Request::form(FormLimits limits) {
    if (!form_) {
        if (link_ != nullptr) limits.max_memory = link_->max_body_bytes;
        detail::form_reader reader(headers.get("content-type").value_or(""), limits);
        RequestStream parts = stream();
        while (const std::optional<std::string> part = co_await parts.next()) {
            auto feed = [&reader, &part] { reader.feed(*part); };
            if (reader.may_write_to_disk(part->size()))
                co_await detail::run_job(feed);
            else
                feed();
        }
        form_ = reader.finish();
    }
    co_return *form_;
}

template <class>
async<bool> Request::is_disconnected() {
    co_return link_ != nullptr && link_->is_gone();
}

inline void Request::take_parts() {
    if (std::exchange(is_taken_, true))
        throw std::logic_error(
            "request: the body arrives in parts, and stream() or form() has taken them already");
}

inline RequestStream Request::stream() {
    if (arrives_in_parts_) take_parts();
    return RequestStream(*this);
}

template <class>
async<std::optional<std::string>> RequestStream::next() {
    if (is_done_) co_return std::nullopt;
    std::string_view part = request_->body_;
    if (request_->arrives_in_parts_)
        is_done_ = !co_await request_->link_->read_body(part);
    else
        is_done_ = true;
    if (part.empty()) co_return std::nullopt;
    co_return std::string(part);
}

/// `http://example.com`
inline std::string Request::origin() const {
    return std::string(url.scheme).append("://").append(url.netloc);
}

inline std::string Request::base_url() const {
    return origin() + detail::percent_encode(base_path(), "/~!$&'()*+,;=:@") + "/";
}

inline FastAPI& Request::app() const {
    if (app_ == nullptr)
        throw std::logic_error("request.app(): no application handles this request");
    return *app_;
}

namespace detail {

inline std::string_view request_access::decoded_path(Request& request) {
    const bool is_own =
        request.url.text_ != nullptr;  // which goes with the URL, where that is changed
    if (!is_own && !needs_decoding(request.url.path)) return request.url.path;
    request.decoded_path_.clear();
    percent_decode(request.url.path, request.decoded_path_, false);
    return request.decoded_path_;
}

inline void request_access::set_root_path(Request& request, std::string_view root_path) {
    while (root_path.ends_with('/')) root_path.remove_suffix(1);
    request.root_path_ = root_path;
    if (request.route_offset_ == 0 && is_below(decoded_path(request), root_path))
        request.route_offset_ = root_path.size();
}

inline void request_access::enter_mount(Request& request, std::size_t size) {
    if (!std::exchange(request.is_mounted_, true)) request.outer_root_path_ = request.root_path_;
    request.root_path_.append(route_path(request).substr(0, size));
    request.route_offset_ += size;
}

inline void request_access::rebase(Request& request, const char* from, std::size_t size,
                                   const char* to) {
    const auto moved = [&](std::string_view text) {
        return text.data() >= from && text.data() + text.size() <= from + size
                   ? std::string_view(to + (text.data() - from), text.size())
                   : text;
    };
    request.method = moved(request.method);
    for (std::string_view* part :
         {&request.url.netloc, &request.url.hostname, &request.url.path, &request.url.query})
        *part = moved(*part);
    request.headers.rebase(from, to);
    request.cookies.clear();
    request.query_params.reset(request.url.query);
    for (std::size_t i = 0; i < request.path_params.size_; ++i)
        request.path_params.values_[i].value = moved(request.path_params.values_[i].value);
}

inline void request_access::recycle(Request& request) {
    request.method = {};
    request.url = URL();
    request.headers.clear();
    request.cookies.clear();
    request.query_params.reset({});
    request.path_params.size_ = 0;
    request.state.clear();
    request.body_ = {};
    request.link_ = nullptr;
    request.arrives_in_parts_ = request.is_taken_ = false;
    request.collected_body_.clear();
    request.form_.reset();
    request.app_ = request.outer_app_ = nullptr;
    request.root_path_.clear();
    request.is_mounted_ = false;
    request.route_offset_ = 0;
}

}  // namespace detail
}  // namespace fastapi
