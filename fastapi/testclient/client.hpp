#pragma once

// Tests of an application without a network: `TestClient` asks it as a server does, with the
// interface of httpx, as FastAPI's has it. Middleware, handlers of errors, dependencies with their
// exits and background tasks have all run when a call returns; cookies are kept, redirects
// followed, and what nobody has answered is thrown out of the call.

#include "fastapi/app/application.hpp"
#include "fastapi/app/lifespan.hpp"
#include "fastapi/app/log.hpp"
#include "fastapi/app/route_warnings.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/url.hpp"
#include "fastapi/testclient/cookie_jar.hpp"
#include "fastapi/testclient/exchange.hpp"
#include "fastapi/testclient/request.hpp"
#include "fastapi/testclient/response.hpp"
#include "fastapi/testclient/url.hpp"

#include <asio/io_context.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

/// The keyword arguments of a TestClient.
struct TestClientOptions {
    std::string base_url = "http://testserver";  ///< in front of URLs without a host
    /// An exception that nobody answers leaves the call; otherwise it is a 500.
    bool raise_server_exceptions = true;
    std::string root_path = {};                       ///< as a proxy in front would have it
    CookieJar cookies = {};                           ///< to begin with
    MutableHeaders headers = {};                      ///< of every request, over the usual ones
    bool follow_redirects = true;                     ///< at most 20
    Request::Address client = {"testclient", 50000};  ///< what `request.client` says
};

class TestClient;

/// An answer whose body is taken while it is made: `auto stream = client.stream("GET", "/events");
/// for (std::string line : stream.iter_lines()) ...`. Who leaves the loop early may `close` it, or
/// let it go: the handler then sees that its client is gone. The client must outlive it.
/// https://www.python-httpx.org/api/#response
class TestStream : public TestResponse {
public:
    TestStream(TestStream&&) noexcept = default;
    TestStream& operator=(TestStream&&) = delete;
    /// Closes; what the application throws meanwhile is logged.
    ~TestStream();

    template <class Next>
    class range;

    /// The parts as they are yielded, each one made when it is asked for. What the application
    /// throws in a stream is thrown here.
    auto iter_bytes() &;
    /// The same as text.
    auto iter_text() &;
    /// Its lines, without their ends.
    auto iter_lines() &;

    /// Takes all that is left, and gives the body: `content`.
    const std::string& read();

    /// Takes no more. Background tasks and what else follows the answer are done. Throws what they
    /// throw.
    void close();

private:
    friend class TestClient;

    TestStream(TestResponse head, std::shared_ptr<detail::test_answer> answer, bool raises);

    bool next_bytes(std::string& bytes);
    void rethrow_failure();

    std::shared_ptr<detail::test_answer> answer_;
    std::unique_ptr<detail::content_decoder> decoder_;
    bool raises_ = true;
};

/// Asks an application. It is used by one thread; several may run in several threads, also of one
/// application. The application must outlive it. Handlers run in the thread of the call, on an
/// event loop of the client; a thread of the program's own that will wake one holds a work guard of
/// its executor meanwhile. https://fastapi.tiangolo.com/tutorial/testing/
class TestClient {
public:
    /// Runs the start of the application's lifespan. Throws what that throws, and
    /// std::invalid_argument for a base URL without a host.
    explicit TestClient(FastAPI& app, TestClientOptions options = {});
    TestClient(const TestClient&) = delete;
    TestClient& operator=(const TestClient&) = delete;
    /// Runs its end, where `close` has not; what it throws is logged.
    ~TestClient();

    /// Runs the end of the lifespan. Throws what that throws. The client is not used afterwards.
    void close();

    /// Sends a request, and gives the answer when all is done that belongs to it. Throws what
    /// nobody has answered (see `raise_server_exceptions`), TooManyRedirects, std::invalid_argument
    /// for what is no URL, method or header, and std::runtime_error where the handler waits for
    /// what never comes.
    template <class = void>
    TestResponse get(const TestURL& url, const RequestArguments& arguments = {}) {
        return request("GET", url, arguments);
    }
    template <class = void>
    TestResponse options(const TestURL& url, const RequestArguments& arguments = {}) {
        return request("OPTIONS", url, arguments);
    }
    template <class = void>
    TestResponse head(const TestURL& url, const RequestArguments& arguments = {}) {
        return request("HEAD", url, arguments);
    }
    template <class = void>
    TestResponse post(const TestURL& url, const RequestArguments& arguments = {}) {
        return request("POST", url, arguments);
    }
    template <class = void>
    TestResponse put(const TestURL& url, const RequestArguments& arguments = {}) {
        return request("PUT", url, arguments);
    }
    template <class = void>
    TestResponse patch(const TestURL& url, const RequestArguments& arguments = {}) {
        return request("PATCH", url, arguments);
    }
    template <class = void>
    TestResponse delete_(const TestURL& url, const RequestArguments& arguments = {}) {
        return request("DELETE", url, arguments);
    }
    template <class = void>
    TestResponse request(std::string_view method, const TestURL& url,
                         const RequestArguments& arguments = {});

    /// The same, but the body is made while it is taken.
    template <class = void>
    TestStream stream(std::string_view method, const TestURL& url,
                      const RequestArguments& arguments = {});

    TestURL base_url;                     ///< in front of URLs without a host
    MutableHeaders headers;               ///< of every request
    CookieJar cookies;                    ///< what answers have set, and what the test adds
    bool follow_redirects = true;         ///< where a request does not say it
    bool raise_server_exceptions = true;  ///< otherwise what nobody answers is a 500

private:
    static constexpr std::size_t max_redirects = 20;

    using answer_pointer = std::shared_ptr<detail::test_answer>;

    /// Sends, and follows redirects; the last answer is the head alone, with its body still to
    /// come.
    template <class = void>
    TestResponse send(TestRequest request, bool follows, bool is_lazy, answer_pointer& answer);

    TestRequest make_request(std::string_view method, const TestURL& url,
                             const RequestArguments& arguments) const;
    TestURL whole_url(const TestURL& url) const;
    TestRequest redirected(const TestResponse& response) const;
    TestResponse take_head(const TestRequest& request, const detail::test_answer& answer);
    void take_body(TestResponse& response, detail::test_answer& answer) const;
    void start_lifespan();

    FastAPI& app_;
    std::string root_path_;
    Request::Address client_;
    bool is_closed_ = false;
    asio::io_context loop_{1};
    detail::test_threads threads_{loop_};
    std::optional<detail::lifespan_run> lifespan_;
};

// ---- implementation ----

// ---- TestStream ----

/// What `for` goes over: `next(value)` makes the next one, or says that there is none.
template <class Next>
class TestStream::range {
public:
    explicit range(Next next) : next_(std::move(next)) {}

    struct sentinel {};
    class iterator {
    public:
        explicit iterator(range& owner) : owner_(&owner) { ++*this; }
        const std::string& operator*() const { return owner_->value_; }
        iterator& operator++() {
            owner_->is_over_ = !owner_->next_(owner_->value_);
            return *this;
        }
        bool operator==(sentinel) const { return owner_->is_over_; }

    private:
        range* owner_;
    };

    iterator begin() { return iterator(*this); }
    sentinel end() const { return {}; }

private:
    Next next_;
    std::string value_;
    bool is_over_ = false;
};

inline TestStream::TestStream(TestResponse head, std::shared_ptr<detail::test_answer> answer,
                              bool raises)
    : TestResponse(std::move(head)),
      answer_(std::move(answer)),
      decoder_(detail::decoder_for(headers)),
      raises_(raises) {}

inline TestStream::~TestStream() {
    try {
        close();
    } catch (...) {
        detail::log_problem("Exception while an answer was closed: ", std::current_exception());
    }
}

inline void TestStream::rethrow_failure() {
    if (answer_ != nullptr && raises_ && answer_->failure != nullptr)
        std::rethrow_exception(std::exchange(answer_->failure, nullptr));
}

inline bool TestStream::next_bytes(std::string& bytes) {
    while (answer_ != nullptr && answer_->next_part(bytes)) {
        raw_parts.push_back(bytes);
        if (decoder_) bytes = decoder_->feed(bytes);
        if (bytes.empty()) continue;
        content.append(bytes);
        return true;
    }
    rethrow_failure();
    return false;
}

inline auto TestStream::iter_bytes() & {
    return range([this](std::string& bytes) { return next_bytes(bytes); });
}

inline auto TestStream::iter_text() & {
    return range([this, decoder = detail::text_decoder(headers.get("content-type").value_or("")),
                  bytes = std::string()](std::string& text) mutable {
        while (next_bytes(bytes)) {
            text = decoder.feed(bytes);
            if (!text.empty()) return true;
        }
        text = decoder.finish();
        return !text.empty();
    });
}

inline auto TestStream::iter_lines() & {
    struct state {
        detail::text_decoder text;
        detail::line_decoder cutter{};
        std::vector<std::string> lines{};
        std::size_t taken = 0;
        bool is_over = false;
    };
    return range([this, at = state{detail::text_decoder(headers.get("content-type").value_or(""))}](
                     std::string& line) mutable {
        std::string bytes;
        while (at.taken == at.lines.size()) {
            if (at.is_over) return false;
            at.is_over = !next_bytes(bytes);
            at.lines = at.cutter.feed(at.is_over ? at.text.finish() : at.text.feed(bytes));
            if (at.is_over)
                for (std::string& last : at.cutter.finish()) at.lines.push_back(std::move(last));
            at.taken = 0;
        }
        line = std::move(at.lines[at.taken++]);
        return true;
    });
}

inline const std::string& TestStream::read() {
    std::string bytes;
    while (next_bytes(bytes)) {}
    return content;
}

inline void TestStream::close() {
    if (answer_ == nullptr) return;
    const std::shared_ptr<detail::test_answer> answer = std::exchange(answer_, nullptr);
    answer->close();
    if (raises_ && answer->failure != nullptr) std::rethrow_exception(answer->failure);
}

// ---- TestClient ----

inline TestClient::TestClient(FastAPI& app, TestClientOptions options)
    : base_url(options.base_url),
      cookies(std::move(options.cookies)),
      follow_redirects(options.follow_redirects),
      raise_server_exceptions(options.raise_server_exceptions),
      app_(app),
      root_path_(std::move(options.root_path)),
      client_(std::move(options.client)) {
    if (base_url.is_relative())
        throw std::invalid_argument("fastapi: the base_url \"" + base_url.str() +
                                    "\" of a TestClient has no host. Write \"http://testserver\".");
    for (const header_field field : {header_field{"accept", "*/*"},
                                     {"accept-encoding", "gzip, deflate"},
                                     {"connection", "keep-alive"},
                                     {"user-agent", "testclient"}})
        headers.append(field.name, field.value);
    for (const header_field& field : options.headers) headers.set(field.name, field.value);
    start_lifespan();
}

inline void TestClient::start_lifespan() {
    detail::warn_of_hidden_routes(app_);
    const FastAPIOptions& options = detail::application_access::options(app_);
    for (const std::function<void()>& startup : options.on_startup) startup();
    if (!options.lifespan) return;
    lifespan_.emplace(options.lifespan(app_));
    detail::application_access::lifespan_state(app_) = lifespan_->start(loop_);
}

inline void TestClient::close() {
    if (std::exchange(is_closed_, true)) return;
    if (lifespan_) lifespan_->stop(loop_);
    for (const std::function<void()>& shutdown :
         detail::application_access::options(app_).on_shutdown)
        shutdown();
}

inline TestClient::~TestClient() {
    try {
        close();
    } catch (...) {
        detail::log_problem("Exception in the lifespan of the application: ",
                            std::current_exception());
    }
}

/// A URL without a host is one below the base URL, as httpx has it: also where it begins with '/'.
inline TestURL TestClient::whole_url(const TestURL& url) const {
    if (!url.is_relative()) return url;
    std::string_view path = url.path;
    while (path.starts_with('/')) path.remove_prefix(1);
    TestURL whole = base_url;
    if (!whole.path.ends_with('/')) whole.path.push_back('/');
    whole.path = detail::without_dot_segments(whole.path.append(path));
    whole.query = url.query;
    whole.fragment = url.fragment;
    return whole;
}

/// The name and the password of a URL.
inline std::string userinfo_header(std::string_view userinfo) {
    const std::size_t colon = userinfo.find(':');
    std::string username, password;
    detail::percent_decode(userinfo.substr(0, colon), username);
    if (colon != std::string_view::npos)
        detail::percent_decode(userinfo.substr(colon + 1), password);
    return BasicAuth(username, password).header();
}

inline TestRequest TestClient::make_request(std::string_view method, const TestURL& url,
                                            const RequestArguments& arguments) const {
    TestRequest request;
    for (const char c : method) request.method.push_back(detail::to_upper(c));
    if (!detail::is_token(method))
        throw std::invalid_argument("fastapi: \"" + request.method + "\" is no method.");
    request.url = whole_url(url);
    if (arguments.params.is_given())
        request.url.query = detail::quote_url(arguments.params.urlencoded(), "\"#<>");
    MutableHeaders own = headers;
    detail::update_headers(own, arguments.headers);
    if (!own.contains("host")) request.headers.append("host", request.url.netloc());
    for (const header_field& field : own) request.headers.append(field.name, field.value);
    CookieJar sent = cookies;
    sent.update(arguments.cookies);
    const std::string cookie = sent.header_for(request.url);
    if (!cookie.empty()) request.headers.setdefault("cookie", cookie);
    if (arguments.auth.is_given())
        request.headers.set("authorization", arguments.auth.header());
    else if (!request.url.userinfo.empty())
        request.headers.set("authorization", userinfo_header(request.url.userinfo));
    detail::set_body(request, arguments);
    return request;
}

/// Browsers' rules, as httpx has them: 303 and 302 make a GET of all but HEAD, 301 of POST (RFC
/// 9110 15.4).
inline std::string redirect_method(const std::string& method, int status) {
    const bool becomes_get =
        status == 303 || status == 302 ? method != "HEAD" : status == 301 && method == "POST";
    return becomes_get ? "GET" : method;
}

inline TestRequest TestClient::redirected(const TestResponse& response) const {
    const TestRequest& before = response.request;
    TestRequest next = before;
    next.method = redirect_method(before.method, response.status_code);
    next.url = before.url.join(TestURL(response.headers["location"]));
    if (next.url.fragment.empty()) next.url.fragment = before.url.fragment;
    next.headers.remove("cookie");
    if (!detail::same_origin(next.url, before.url)) {
        const bool only_becomes_safe = before.url.scheme == "http" && next.url.scheme == "https" &&
                                       before.url.host == next.url.host && !before.url.port &&
                                       !next.url.port;
        if (!only_becomes_safe) next.headers.remove("authorization");
        next.headers.set("host", next.url.netloc());
    }
    if (next.method != before.method && next.method == "GET") {
        next.headers.remove("content-length");
        next.headers.remove("transfer-encoding");
        next.parts.clear();
    }
    const std::string cookie = cookies.header_for(next.url);
    if (!cookie.empty()) next.headers.set("cookie", cookie);
    return next;
}

inline TestResponse TestClient::take_head(const TestRequest& request,
                                          const detail::test_answer& answer) {
    TestResponse response;
    response.status_code = answer.status_code;
    response.headers = answer.headers;
    response.url = request.url;
    response.request = request;
    for (const std::string_view set_cookie : response.headers.getlist("set-cookie")) {
        response.cookies.receive(set_cookie, request.url);
        cookies.receive(set_cookie, request.url);
    }
    return response;
}

inline void TestClient::take_body(TestResponse& response, detail::test_answer& answer) const {
    for (std::string part; answer.next_part(part);) response.raw_parts.push_back(std::move(part));
    if (raise_server_exceptions && answer.failure != nullptr)
        std::rethrow_exception(answer.failure);
    for (const std::string& part : response.iter_bytes()) response.content.append(part);
}

template <class>
TestResponse TestClient::send(TestRequest request, bool follows, bool is_lazy,
                              answer_pointer& answer) {
    std::vector<TestResponse> history;
    while (true) {
        if (history.size() > max_redirects) throw TooManyRedirects(request);
        if (detail::default_port(request.url.scheme) == 0)
            throw std::invalid_argument("fastapi: \"" + request.url.str() +
                                        "\" is no address for HTTP.");
        const auto sent = std::make_shared<detail::test_exchange<>>(loop_, request);
        sent->start(app_, root_path_, client_, is_lazy);
        sent->wait_for_head();
        TestResponse response = take_head(request, *sent);
        answer = sent;
        if (!follows || !response.has_redirect_location()) {
            response.history = std::move(history);
            return response;
        }
        take_body(response, *sent);
        request = redirected(response);
        history.push_back(std::move(response));
    }
}

template <class>
TestResponse TestClient::request(std::string_view method, const TestURL& url,
                                 const RequestArguments& arguments) {
    answer_pointer answer;
    TestResponse response =
        send(make_request(method, url, arguments),
             arguments.follow_redirects.value_or(follow_redirects), false, answer);
    take_body(response, *answer);
    return response;
}

template <class>
TestStream TestClient::stream(std::string_view method, const TestURL& url,
                              const RequestArguments& arguments) {
    answer_pointer answer;
    TestResponse head = send(make_request(method, url, arguments),
                             arguments.follow_redirects.value_or(follow_redirects), true, answer);
    TestStream stream(std::move(head), std::move(answer), raise_server_exceptions);
    stream.rethrow_failure();
    return stream;
}

}  // namespace fastapi
