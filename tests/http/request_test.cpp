#include "fastapi/http/request.hpp"

#include <doctest/doctest.h>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <any>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace fastapi;
using detail::request_access;
using texts = std::vector<std::string>;

namespace {

/// Brings the parts of a body one after the other, and may break off.
class fake_link final : public detail::client_link {
public:
    explicit fake_link(texts parts, bool breaks_off = false)
        : parts_(std::move(parts)), breaks_off_(breaks_off) {}

    async<bool> read_body(std::string_view& part) override {
        ++reads;
        if (position_ < parts_.size()) {
            part = parts_[position_++];
            co_return true;
        }
        if (breaks_off_) throw ClientDisconnect();
        co_return false;
    }
    bool is_gone() override { return gone; }

    std::size_t reads = 0;
    bool gone = false;

private:
    texts parts_;
    std::size_t position_ = 0;
    bool breaks_off_;
};

/// What a coroutine gives, or throws.
template <class Value>
Value run(async<Value> coroutine) {
    asio::io_context loop;
    std::exception_ptr thrown;
    std::optional<Value> result;
    asio::co_spawn(loop, std::move(coroutine), [&](std::exception_ptr error, Value value) {
        thrown = error;
        result = std::move(value);
    });
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*result);
}

async<texts> all_of(RequestStream stream) {
    texts parts;
    for (;;) {
        async<std::optional<std::string>> next = stream.next();
        const std::optional<std::string> part = co_await std::move(next);
        if (!part) break;
        parts.push_back(*part);
    }
    co_return parts;
}

/// A request whose body arrives in parts.
struct Arriving {
    fake_link link;
    Request request;
    explicit Arriving(texts parts, bool breaks_off = false) : link(std::move(parts), breaks_off) {
        request_access::set_link(request, &link, true);
    }
};

constexpr std::string_view urlencoded = "application/x-www-form-urlencoded";
const texts form_parts = {"--limit\r\nContent-Dis",
                          "position: form-data; name=\"a\"; filename=\"x.txt\"\r\n\r\nhel",
                          "lo\r\n--lim", "it--\r\n"};

}  // namespace

TEST_CASE("state: values of any type are stored by name") {
    State state;
    CHECK_FALSE(state.contains("db"));
    state.set("db", std::string("one"));
    state.set("count", 1);
    state.get<int>("count") += 41;
    state.set("db", 2.5);
    CHECK(state.get<int>("count") == 42);
    CHECK(state.get<double>("db") == 2.5);
    CHECK_THROWS_AS(state.get<int>("db"), std::bad_any_cast);
    CHECK_THROWS_WITH_AS(state.get<int>("other"), "state has no value 'other'", std::out_of_range);
    state.clear();
    CHECK_FALSE(state.contains("db"));
}

TEST_CASE("request: path parameters are found by name, in the order of the path") {
    Request request;
    CHECK(request.path_params.empty());
    request_access::add_path_param(request, "user", "7");
    request_access::add_path_param(request, "order", "");
    CHECK(request.path_params["user"] == "7");
    CHECK(request.path_params.get("order") == "");
    CHECK_FALSE(request.path_params.get("item"));
    CHECK_THROWS_AS(request.path_params["item"], std::out_of_range);
    CHECK(request_access::path_value(request, 0) == "7");
    CHECK(request.path_params.size() == 2);
    request_access::clear_path_params(request);
    CHECK(request.path_params.begin() == request.path_params.end());
}

TEST_CASE("request: routes see a percent-decoded path") {
    Request request;
    request.url.path = "/plain";
    CHECK(request_access::decoded_path(request).data() == request.url.path.data());
    request.url.path = "/a%2Fb%20c+d";
    CHECK(request_access::decoded_path(request) == "/a/b c+d");
    request.url.path = "/%41";
    CHECK(request_access::decoded_path(request) == "/A");
    request.url = URL("http", "a", "/%41%2541");
    const std::string_view path = request_access::decoded_path(request);
    request.url = URL();
    CHECK(path == "/A%41");
}

TEST_CASE("request: belongs to no application until one handles it") {
    CHECK_THROWS_AS(Request().app(), std::logic_error);
}

TEST_CASE("request: recycled, nothing of the old one is left") {
    Request request;
    request.method = "PUT";
    request.url.path = "/x";
    request.headers.add("a", "b");
    request.query_params.reset("q=1");
    request.state.set("who", 1);
    request_access::add_path_param(request, "id", "1");
    request_access::set_body(request, "body");
    request_access::recycle(request);
    CHECK(request.method.empty());
    CHECK(request.url.path.empty());
    CHECK(request.headers.empty());
    CHECK(request.query_params.empty());
    CHECK(request.path_params.empty());
    CHECK_FALSE(request.state.contains("who"));
    CHECK(request_access::body(request).empty());
}

TEST_CASE("request: a whole body may be asked for more than once, in every form") {
    Request request;
    request_access::set_body(request, R"({"a":[1]})");
    CHECK(run(request.body()) == R"({"a":[1]})");
    CHECK(run(request.body()) == R"({"a":[1]})");
    CHECK(run(request.json()) == dict{{"a", list{1}}});
    CHECK(run(all_of(request.stream())) == texts{R"({"a":[1]})"});
    CHECK(run(all_of(request.stream())) == texts{R"({"a":[1]})"});
    CHECK(run(request.form()).empty());  // the Content-Type says none
}

TEST_CASE("request: without a body there is nothing") {
    Request request;
    CHECK(run(request.body()).empty());
    CHECK(run(all_of(request.stream())).empty());
    CHECK(run(request.form()).empty());
    CHECK_THROWS_AS(run(request.json()), JSONDecodeError);
}

TEST_CASE("request: a body that arrives in parts is collected once") {
    Arriving arriving({"[1,", "2", "]"});
    CHECK(run(arriving.request.body()) == "[1,2]");
    CHECK(arriving.link.reads == 4);
    CHECK(run(arriving.request.body()) == "[1,2]");
    CHECK(run(arriving.request.json()) == list{1, 2});
    CHECK(run(all_of(arriving.request.stream())) == texts{"[1,2]"});
    CHECK(arriving.link.reads == 4);
}

TEST_CASE("request: an arriving body is read as JSON, or says where it is none") {
    Arriving good({"{\"a\"", ":1}"}), bad({"{\"a\"", "1}"}), empty({});
    CHECK(run(good.request.json()) == dict{{"a", 1}});
    CHECK_THROWS_WITH_AS(run(bad.request.json()),
                         "Expecting ':' delimiter: line 1 column 5 (char 4)", JSONDecodeError);
    CHECK_THROWS_AS(run(empty.request.json()), JSONDecodeError);
}

TEST_CASE("request: the stream gives the parts as they come, then nothing, again and again") {
    Arriving arriving({"a", "bc"});
    RequestStream stream = arriving.request.stream();
    CHECK(arriving.link.reads == 0);
    CHECK(run(stream.next()) == "a");
    CHECK(arriving.link.reads == 1);
    CHECK(run(stream.next()) == "bc");
    CHECK_FALSE(run(stream.next()));
    CHECK_FALSE(run(stream.next()));
    CHECK(arriving.link.reads == 3);
}

TEST_CASE("request: what the stream has taken is not there for anybody else") {
    Arriving arriving({"a"});
    RequestStream stream = arriving.request.stream();
    CHECK(run(stream.next()) == "a");
    CHECK_THROWS_WITH_AS(
        arriving.request.stream(),
        "request: the body arrives in parts, and stream() or form() has taken them already",
        std::logic_error);
    CHECK_THROWS_AS(run(arriving.request.body()), std::logic_error);
    CHECK_THROWS_AS(run(arriving.request.json()), std::logic_error);
    CHECK_THROWS_AS(run(arriving.request.form()), std::logic_error);
    CHECK_FALSE(run(stream.next()));  // the one that has it goes on
}

TEST_CASE("request: a form is read from the whole body or from its parts, and kept") {
    Request whole;
    whole.headers.add("content-type", urlencoded);
    request_access::set_body(whole, "a=1&a=2");
    CHECK(run(whole.form())["a"] == "2");
    Arriving arriving(form_parts);
    arriving.request.headers.add("content-type", "multipart/form-data; boundary=limit");
    FormData form = run(arriving.request.form());
    UploadFile file = form["a"].file();
    CHECK(file.filename == "x.txt");
    CHECK(file.file.read() == "hello");
    CHECK(run(arriving.request.form()).size() == 1);
    CHECK(request_access::form(arriving.request)->size() == 1);
    CHECK_THROWS_AS(run(arriving.request.body()), std::logic_error);
}

TEST_CASE("request: a form may have limits of its own") {
    const auto refusal = [](const FormLimits& limits) {
        Request request;
        request.headers.add("content-type", urlencoded);
        request_access::set_body(request, "a=1&b=12345");
        try {
            return std::to_string(run(request.form(limits)).size());
        } catch (const HTTPException& refused) {
            return refused.detail.as_string();
        }
    };
    CHECK(refusal({}) == "2");
    CHECK(refusal({.max_fields = 1}) == "Too many fields. Maximum number of fields is 1.");
    CHECK(refusal({.max_part_size = 5}) == "Field exceeded maximum size of 0KB.");
    CHECK(refusal({.max_fields = 2, .max_part_size = 6}) == "2");
}

TEST_CASE("request: a form that has been read already is not read again") {
    Arriving arriving({"a=1"});
    request_access::set_form(arriving.request, FormData{{"b", "2"}});
    CHECK(run(arriving.request.form())["b"] == "2");
    CHECK(arriving.link.reads == 0);
}

TEST_CASE("request: a form that cannot be read is 400") {
    Arriving arriving({"no part", "\r\n--limit"});
    arriving.request.headers.add("content-type", "multipart/form-data; boundary=limit");
    try {
        run(arriving.request.form());
        FAIL("was accepted");
    } catch (const HTTPException& refused) {
        CHECK(refused.status_code == 400);
        CHECK(refused.detail == "Invalid multipart data.");
    }
}

TEST_CASE("request: a client that goes away before the end is told to who waits for the body") {
    Arriving body({"a"}, true), json({"[1]"}, true), stream({"a"}, true), form({"a=1"}, true);
    CHECK_THROWS_WITH_AS(run(body.request.body()), "the client has disconnected", ClientDisconnect);
    CHECK_THROWS_AS(run(json.request.json()), ClientDisconnect);
    RequestStream parts = stream.request.stream();
    CHECK(run(parts.next()) == "a");
    CHECK_THROWS_AS(run(parts.next()), ClientDisconnect);
    form.request.headers.add("content-type", urlencoded);
    CHECK_THROWS_AS(run(form.request.form()), ClientDisconnect);
    CHECK(request_access::form(form.request) == nullptr);
}

TEST_CASE(
    "request: a body that is larger than memory is 413 as a whole and as texts, but not as a stream or files") {
    const auto limited = [](Arriving& arriving, std::uint64_t limit) -> Arriving& {
        arriving.link.max_body_bytes = limit;
        return arriving;
    };
    const auto status_of = [](auto action) {
        try {
            action();
            return 200;
        } catch (const HTTPException& refused) {
            return refused.status_code;
        }
    };
    Arriving exact({"ab", "c"}), larger({"ab", "cd"}), streamed({"ab", "cd"}), form({"a=", "123"});
    CHECK(run(limited(exact, 3).request.body()) == "abc");
    CHECK(status_of([&] { run(limited(larger, 3).request.body()); }) == 413);
    CHECK(run(all_of(limited(streamed, 1).request.stream())) == texts{"ab", "cd"});
    form.request.headers.add("content-type", urlencoded);
    CHECK(status_of([&] { run(limited(form, 3).request.form()); }) == 413);
    Arriving upload(
        {"--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n", "1234\r\n--b--"});
    upload.request.headers.add("content-type", "multipart/form-data; boundary=b");
    CHECK(run(limited(upload, 3).request.form())["f"].file().size == 4);
}

TEST_CASE("request: a body that announces too much is 413 before any of it is read") {
    Arriving announced({"abcd"}), exact({"abc"});
    announced.link.max_body_bytes = exact.link.max_body_bytes = 3;
    announced.request.headers.add("content-length", "4");
    exact.request.headers.add("content-length", "3");
    CHECK_THROWS_AS(run(announced.request.body()), HTTPException);
    CHECK(announced.link.reads == 0);
    CHECK(run(exact.request.body()) == "abc");
}

TEST_CASE("request: knows whether its client is gone") {
    Request unlinked;
    CHECK_FALSE(run(unlinked.is_disconnected()));
    Arriving arriving({});
    CHECK_FALSE(run(arriving.request.is_disconnected()));
    arriving.link.gone = true;
    CHECK(run(arriving.request.is_disconnected()));
}

TEST_CASE("request: cookies are those of its headers, looked at when asked for") {
    Request request;
    request.headers.add("Cookie", "a=1; b=2");
    request.headers.add("x", "c=3");
    request.headers.add("cookie", "a=4");
    CHECK(request.cookies["a"] == "4");
    CHECK(request.cookies["b"] == "2");
    CHECK(request.cookies.size() == 2);
    CHECK_FALSE(request.cookies.contains("c"));
    request_access::recycle(request);
    request.headers.add("cookie", "d=5");
    CHECK(request.cookies.get("d") == "5");
    CHECK(request.cookies.size() == 1);
}

TEST_CASE("request: the address of its application") {
    Request request;
    request.url = URL("https", "example.com:8443", "/a/b?c=1");
    CHECK(request.base_url() == "https://example.com:8443/");
}

TEST_CASE(
    "request: the address of its application is below the path of a proxy, but not of a mount") {
    Request request;
    request.url = URL("http", "example.com", "/sub/deep/x");
    request_access::set_root_path(request, "/api v1/");
    CHECK(request.base_url() == "http://example.com/api%20v1/");
    request_access::enter_mount(request, 4);
    CHECK(request.root_path() == "/api v1/sub");
    CHECK(request.base_url() == "http://example.com/api%20v1/");
    request_access::enter_mount(request, 5);
    CHECK(request.base_url() == "http://example.com/api%20v1/");
    request_access::recycle(request);
    request.url = URL("http", "example.com", "/");
    CHECK(request.base_url() == "http://example.com/");
}

TEST_CASE("request: recycled, nothing of an arriving body is left") {
    Arriving arriving({"a"});
    CHECK(run(arriving.request.body()) == "a");
    request_access::set_form(arriving.request, FormData{{"b", "2"}});
    request_access::recycle(arriving.request);
    CHECK(run(arriving.request.body()).empty());
    CHECK(request_access::form(arriving.request) == nullptr);
    fake_link another({"b"});
    request_access::set_link(arriving.request, &another, true);
    CHECK(run(arriving.request.body()) == "b");
}

TEST_CASE("state: what it does not have itself is that of its defaults") {
    State defaults, state;
    defaults.set("db", 1);
    defaults.set("name", std::string("shared"));
    state.set_defaults(&defaults);
    CHECK(state.get<int>("db") == 1);
    state.set("db", 2);
    CHECK(state.get<int>("db") == 2);
    CHECK(defaults.get<int>("db") == 1);
    CHECK(state.contains("name"));
    state.clear();
    CHECK(state.get<int>("db") == 1);
}
