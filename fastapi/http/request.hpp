#pragma once

// One received request. Its texts are views into the bytes that arrived, which live as long as the
// request does: a handler that keeps something beyond its answer copies it.

#include "fastapi/core/any.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/url.hpp"

#include <any>
#include <array>
#include <cstddef>
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

private:
    const std::pair<std::string, std::any>* find(std::string_view name) const;

    std::vector<std::pair<std::string, std::any>> values_;
};

namespace detail {

/// More placeholders than this in one path are refused when the route is declared.
inline constexpr std::size_t max_path_params = 16;

struct request_access;

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
    std::size_t size_ = 0;
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
    QueryParams query_params;  ///< percent-decoded, in the order sent
    PathParams path_params;    ///< what the route's placeholders matched
    Address client;            ///< the peer of the connection
    State state;               ///< for middleware and dependencies to leave values in

    // Templates, because GCC compiles every other coroutine of a header into each program, called or not.

    /// The whole body, as it was sent. May be called more than once.
    template <class Text = std::string>
    async<Text> body() const { co_return Text(body_); }

    /// The body read as JSON. Throws JSONDecodeError where it is none.
    template <class Json = any>
    async<Json> json() const { co_return json_loads(body_); }

    /// Where the application is mounted, by another or by a proxy: `/api/v1`; empty where it is not.
    const std::string& root_path() const { return root_path_; }

    /// The application that answers. Throws std::logic_error on a request that none handles.
    FastAPI& app() const;

private:
    friend struct detail::request_access;

    std::string_view body_;
    FastAPI* app_ = nullptr;
    std::string decoded_path_;  // where percent-decoding changed the path, the text of path_params
    std::string root_path_;
    std::size_t route_offset_ = 0;  // how much of the decoded path the mounts have taken
};

namespace detail {

/// What the framework itself may do with a request, and users may not.
struct request_access {
    static std::string_view body(const Request& request) { return request.body_; }
    static void set_body(Request& request, std::string_view body) { request.body_ = body; }
    static void set_app(Request& request, FastAPI& app) { request.app_ = &app; }
    static void add_path_param(Request& request, std::string_view name, std::string_view value) {
        if (request.path_params.size_ < max_path_params)
            request.path_params.values_[request.path_params.size_++] = {name, value};
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

    /// The first `size` characters of the route path belong to a mount.
    static void enter_mount(Request& request, std::size_t size);

    /// The bytes of the head moved: `from` became `to`. `size` is how many there are.
    static void rebase(Request& request, const char* from, std::size_t size, const char* to);

    /// Ready for another request, keeping the memory of this one.
    static void recycle(Request& request);
};

}  // namespace detail

// ---- implementation ----

template <class Value>
void State::set(std::string_view name, Value value) {
    if (auto* known = const_cast<std::pair<std::string, std::any>*>(find(name)))
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

inline const std::pair<std::string, std::any>* State::find(std::string_view name) const {
    for (const auto& value : values_)
        if (value.first == name) return &value;
    return nullptr;
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

inline FastAPI& Request::app() const {
    if (app_ == nullptr)
        throw std::logic_error("request.app(): no application handles this request");
    return *app_;
}

namespace detail {

inline std::string_view request_access::decoded_path(Request& request) {
    if (!needs_decoding(request.url.path)) return request.url.path;
    request.decoded_path_.clear();
    percent_decode(request.url.path, request.decoded_path_, false);
    return request.decoded_path_;
}

inline void request_access::set_root_path(Request& request, std::string_view root_path) {
    while (root_path.ends_with('/')) root_path.remove_suffix(1);
    request.root_path_ = root_path;
    const std::string_view path = decoded_path(request);
    const bool is_below = path.starts_with(root_path) &&
                          (path.size() == root_path.size() || path[root_path.size()] == '/');
    if (request.route_offset_ == 0 && is_below) request.route_offset_ = root_path.size();
}

inline void request_access::enter_mount(Request& request, std::size_t size) {
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
    request.query_params.reset(request.url.query);
    for (std::size_t i = 0; i < request.path_params.size_; ++i)
        request.path_params.values_[i].value = moved(request.path_params.values_[i].value);
}

inline void request_access::recycle(Request& request) {
    request.method = {};
    request.url = URL();
    request.headers.clear();
    request.query_params.reset({});
    request.path_params.size_ = 0;
    request.state.clear();
    request.body_ = {};
    request.app_ = nullptr;
    request.root_path_.clear();
    request.route_offset_ = 0;
}

}  // namespace detail
}  // namespace fastapi
