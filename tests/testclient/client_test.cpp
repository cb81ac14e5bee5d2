#include "fastapi/testclient/client.hpp"

#include "events.hpp"

#include "fastapi/app/cors.hpp"
#include "fastapi/app/docs_routes.hpp"
#include "fastapi/http/event_source.hpp"
#include "fastapi/http/file_response.hpp"
#include "fastapi/http/redirect_response.hpp"
#include "fastapi/http/streaming_response.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace fastapi;
using namespace test_testclient;

namespace {

/// Everything that a handler sees of a request.
dict seen(Request& request) {
    dict headers;
    for (const auto& [name, value] : request.headers) headers[name] = std::string(value);
    return dict{{"method", std::string(request.method)},
                {"url", request.url.str()},
                {"path", std::string(request.url.path)},
                {"query", std::string(request.url.query)},
                {"headers", headers},
                {"root_path", request.root_path()},
                {"client", list{request.client.host, request.client.port}}};
}

/// The body as the handler gets it, in parts.
async<dict> seen_parts(Request& request) {
    list parts;
    RequestStream stream = request.stream();
    while (true) {
        async<std::optional<std::string>> step = stream.next();
        const std::optional<std::string> part = co_await std::move(step);
        if (!part) break;
        parts.push_back(*part);
    }
    co_return dict{{"parts", parts}};
}

void echo_routes(FastAPI& app) {
    const auto echo = [](Request& request) { return seen(request); };
    app.api_route({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, "/echo", {}, echo);
    app.get("/echo/{rest:path}", [](Path<"rest", std::string> rest, Request& request) {
        dict answer = seen(request);
        answer["rest"] = rest;
        return answer;
    });
    app.post("/body", [](Request& request) -> async<Response> {
        co_return PlainTextResponse(co_await request.body());
    });
    app.post("/parts", [](Request& request) -> async<dict> { return seen_parts(request); });
}

using texts = std::vector<std::string>;

}  // namespace

// ---- requests ----

TEST_CASE("test client: JSON goes there and comes back") {
    FastAPI app;
    app.post("/items", [](Widget widget) { return widget; });
    TestClient client(app);
    const auto response =
        client.post("/items", {.json = dict{{"name", "Widget"}, {"price", 12.5}}});
    CHECK(response.status_code == 200);
    CHECK(response.json()["name"] == "Widget");
    CHECK(response.text() == R"({"name":"Widget","price":12.5})");
    CHECK(response.headers["Content-Type"] == "application/json");
    CHECK(response.headers["content-length"] == "30");
    CHECK_FALSE(response.headers.contains("date"));
    CHECK(response.reason_phrase() == "OK");
    CHECK(response.url == "http://testserver/items");
    CHECK(response.request.method == "POST");
    CHECK(response.request.content() == R"({"name":"Widget","price":12.5})");
    CHECK(client.post("/items", {.json = Widget{"Model", 1}}).json() ==
          dict{{"name", "Model"}, {"price", 1}});
    const auto refused = client.post("/items", {.json = dict{{"price", "x"}}});
    CHECK(refused.status_code == 422);
    CHECK(refused.json()["detail"].as_list().size() == 2);
}

TEST_CASE("test client: a request has the usual headers, and the client's address") {
    FastAPI app;
    echo_routes(app);
    TestClient client(app);
    const any echo = client.get("/echo").json();
    CHECK(echo["headers"] == dict{{"host", "testserver"},
                                  {"accept", "*/*"},
                                  {"accept-encoding", "gzip, deflate"},
                                  {"connection", "keep-alive"},
                                  {"user-agent", "testclient"}});
    CHECK(echo["client"] == list{"testclient", 50000});
    CHECK(echo["url"] == "http://testserver/echo");
    CHECK(client.post("/echo").json()["headers"]["content-length"] == "0");
}

TEST_CASE("test client: options of the client are those of every request") {
    FastAPI app;
    echo_routes(app);
    TestClient client(app, {.base_url = "https://api.example:8443/echo",
                            .root_path = "/proxy",
                            .cookies = {{"a", "1"}},
                            .headers = {{"X-Token", "t"}, {"User-Agent", "mine"}},
                            .client = {"10.0.0.1", 1234}});
    const any echo = client.get("/x").json();
    CHECK(echo["url"] == "https://api.example:8443/echo/x");
    CHECK(echo["headers"]["host"] == "api.example:8443");
    CHECK(echo["headers"]["x-token"] == "t");
    CHECK(echo["headers"]["user-agent"] == "mine");
    CHECK(echo["headers"]["cookie"] == "a=1");
    CHECK(echo["root_path"] == "/proxy");
    CHECK(echo["client"] == list{"10.0.0.1", 1234});
    client.headers.remove("x-token");
    client.base_url = "http://other";
    const any changed = client.get("/echo").json();
    CHECK_FALSE(changed["headers"].as_dict().contains("x-token"));
    CHECK(changed["url"] == "http://other/echo");
    CHECK_THROWS_AS(TestClient(app, {.base_url = "/nowhere"}), std::invalid_argument);
}

TEST_CASE("test client: URLs below the base, without a slash, absolute, and encoded") {
    FastAPI app;
    echo_routes(app);
    TestClient client(app);
    CHECK(client.get("echo").json()["path"] == "/echo");
    CHECK(client.get("http://else.where/echo?a=b").json()["headers"]["host"] == "else.where");
    CHECK(client.get("/echo/a b/\xC3\xA9/%2F").json()["rest"] == "a b/\xC3\xA9//");
    CHECK(client.get("/echo/a b").json()["path"] == "/echo/a b");
    CHECK(client.get("/echo?a=b c").json()["query"] == "a=b%20c");
    CHECK_THROWS_AS(client.get("/a\nb"), std::invalid_argument);
}

TEST_CASE("test client: params are the query, in place of that of the URL") {
    FastAPI app;
    echo_routes(app);
    TestClient client(app);
    const auto query = [&](const TestURL& url, const RequestArguments& arguments) {
        return client.get(url, arguments).json()["query"].as_string();
    };
    CHECK(query("/echo", {.params = {{"q", "a"}, {"tag", list{"a", "b"}}}}) == "q=a&tag=a&tag=b");
    CHECK(query("/echo?x=1", {.params = {{"q", "a b"}}}) == "q=a+b");
    CHECK(query("/echo?x=1", {.params = dict{}}).empty());
    CHECK(query("/echo?x=1", {}) == "x=1");
    CHECK(query("/echo", {.params = "a=1&b=%20"}) == "a=1&b=%20");
}

TEST_CASE("test client: headers and cookies of one request") {
    FastAPI app;
    echo_routes(app);
    TestClient client(app, {.headers = {{"X-Token", "client"}}});
    client.cookies.set("kept", "1");
    const any echo = client
                         .get("/echo", {.headers = {{"x-token", "request"}, {"Host", "h"}},
                                        .cookies = {{"once", "2"}}})
                         .json();
    CHECK(echo["headers"]["x-token"] == "request");
    CHECK(echo["headers"]["host"] == "h");
    CHECK(echo["headers"]["cookie"] == "kept=1; once=2");
    CHECK(client.get("/echo").json()["headers"]["cookie"] == "kept=1");
    CHECK(client.get("/echo", {.headers = {{"Cookie", "own=1"}}}).json()["headers"]["cookie"] ==
          "own=1");
    CHECK_THROWS_AS(client.get("/echo", {.headers = {{"X", "a\r\nb"}}}), std::invalid_argument);
}

TEST_CASE("test client: name and password, as an argument or in the URL") {
    FastAPI app;
    app.get("/me", [](Request& request) {
        return dict{{"auth", std::string(request.headers.get("authorization").value_or(""))}};
    });
    TestClient client(app);
    CHECK(client.get("/me", {.auth = {"Aladdin", "open sesame"}}).json()["auth"] ==
          "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    CHECK(client.get("http://Aladdin:open%20sesame@testserver/me").json()["auth"] ==
          "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    CHECK(client.get("/me").json()["auth"] == "");
}

TEST_CASE("test client: every method, and unknown ones") {
    FastAPI app;
    echo_routes(app);
    TestClient client(app);
    CHECK(client.get("/echo").json()["method"] == "GET");
    CHECK(client.options("/echo").json()["method"] == "OPTIONS");
    CHECK(client.post("/echo").json()["method"] == "POST");
    CHECK(client.put("/echo").json()["method"] == "PUT");
    CHECK(client.patch("/echo").json()["method"] == "PATCH");
    CHECK(client.delete_("/echo").json()["method"] == "DELETE");
    CHECK(client.request("delete", "/echo").json()["method"] == "DELETE");
    CHECK(client.request("BREW", "/echo").status_code == 405);
    CHECK(client.head("/echo").status_code == 405);
    CHECK_THROWS_AS(client.request("A B", "/echo"), std::invalid_argument);
}

TEST_CASE("test client: forms, with and without files") {
    FastAPI app;
    app.post("/token",
             [](Form<"username", std::string> username, Form<"password", std::string> password) {
                 return dict{{"username", username}, {"password", password}};
             });
    app.post("/upload",
             [](File<"file", UploadFile> file, Form<"note", std::optional<std::string>> note) {
                 const UploadFile& sent = file;
                 return dict{{"name", sent.filename},
                             {"type", sent.content_type},
                             {"size", sent.size},
                             {"note", note}};
             });
    app.post("/raw", [](Request& request) -> async<dict> {
        const FormData form = co_await request.form();
        const std::size_t size = form.size();
        co_return dict{{"size", size}};
    });
    TestClient client(app);
    CHECK(client.post("/token", {.data = {{"username", "a"}, {"password", "b&c"}}}).json() ==
          dict{{"username", "a"}, {"password", "b&c"}});
    const auto uploaded = client.post(
        "/upload",
        {.data = {{"note", "n"}}, .files = {{"file", {"a.txt", "content", "text/plain"}}}});
    CHECK(uploaded.json() ==
          dict{{"name", "a.txt"}, {"type", "text/plain"}, {"size", 7}, {"note", "n"}});
    CHECK(client.post("/upload", {.files = {{"file", "bytes"}}}).json()["name"] == "upload");
    CHECK(client.post("/upload", {.files = {{"file", {"large.bin", std::string(3 << 20, 'x')}}}})
              .json()["size"] == 3 << 20);
    CHECK(client.post("/raw", {.data = {{"a", "1"}}, .files = {{"b", "2"}}}).json()["size"] == 2);
    const auto broken = client.post(
        "/token", {.content = "x", .headers = {{"content-type", "multipart/form-data"}}});
    CHECK(broken.status_code == 400);
    CHECK(broken.json()["detail"] == "Missing boundary in multipart.");
}

TEST_CASE("test client: a body arrives whole, or in parts where the handler takes them so") {
    FastAPI app;
    echo_routes(app);
    TestClient client(app);
    const texts parts{"one", "", "two"};
    CHECK(client.post("/body", {.content = "a\xFF\n"}).content == "a\xFF\n");
    CHECK(client.post("/body", {.content = parts}).text() == "onetwo");
    CHECK(client.post("/body").text().empty());
    CHECK(client.post("/parts", {.content = parts}).json()["parts"] == list{"one", "two"});
    CHECK(client.post("/parts", {.content = "all"}).json()["parts"] == list{"all"});
    CHECK(client.post("/parts").json()["parts"] == list{});
    const any chunked = client.post("/echo", {.content = parts}).json();
    CHECK(chunked["headers"]["transfer-encoding"] == "chunked");
}

TEST_CASE("test client: its handlers are never alone") {
    FastAPI app;
    app.get("/alone", [](Request& request) -> async<dict> {
        const bool is_gone = co_await request.is_disconnected();
        co_return dict{{"alone", is_gone}};
    });
    TestClient client(app);
    CHECK(client.get("/alone").json()["alone"] == false);
}

// ---- answers ----

TEST_CASE("test client: an answer has the frame that a server gives it") {
    FastAPI app;
    app.api_route({"GET", "HEAD"}, "/text", {}, [] { return PlainTextResponse("hello"); });
    app.api_route({"GET", "HEAD"}, "/none", {}, [] {
        return Response("ignored", 204, {{"content-length", "7"}});
    });
    app.api_route({"GET", "HEAD"}, "/odd", {}, [] { return Response(1000); });
    app.api_route({"GET", "HEAD"}, "/stream", {}, [] {
        return StreamingResponse(texts{"a", "b"});
    });
    TestClient client(app);
    CHECK(client.get("/text").text() == "hello");
    CHECK(client.head("/text").headers["content-length"] == "5");
    CHECK(client.head("/text").content.empty());
    CHECK(client.get("/none").content.empty());
    CHECK_FALSE(client.get("/none").headers.contains("content-length"));
    CHECK(client.get("/odd").status_code == 500);
    const auto streamed = client.get("/stream");
    CHECK(streamed.text() == "ab");
    CHECK_FALSE(streamed.headers.contains("content-length"));
    CHECK_FALSE(streamed.headers.contains("transfer-encoding"));
    CHECK(streamed.iter_bytes() == texts{"a", "b"});
    CHECK(client.head("/stream").content.empty());
}

TEST_CASE("test client: what the status means") {
    FastAPI app;
    app.get("/{status}", [](Path<"status", int> status) { return Response(status); });
    TestClient client(app, {.follow_redirects = false});
    CHECK(client.get("/200").is_success());
    CHECK(client.get("/302").is_redirect());
    CHECK_FALSE(client.get("/302").has_redirect_location());
    CHECK(client.get("/404").is_client_error());
    CHECK(client.get("/503").is_server_error());
    CHECK(client.get("/503").is_error());
    CHECK_FALSE(client.get("/200").is_error());
    CHECK(client.get("/200").raise_for_status().status_code == 200);
    try {
        client.get("/404").raise_for_status();
        FAIL("nothing was thrown");
    } catch (const HTTPStatusError& error) {
        CHECK(error.what() ==
              std::string("Client error '404 Not Found' for url 'http://testserver/404'\nFor more "
                          "information check: "
                          "https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/404"));
        CHECK(error.response().status_code == 404);
        CHECK(error.request().method == "GET");
    }
    CHECK_THROWS_AS(client.get("/302").raise_for_status(), HTTPStatusError);
    CHECK_THROWS_AS(client.get("/503").raise_for_status(), HTTPStatusError);
}

TEST_CASE("test client: links of the header Link") {
    TestResponse response;
    CHECK(response.links().empty());
    response.headers.append("Link",
                            "<http://a.b/?p=1,2>; rel=\"next\"; Title=\"1, 2; 3\", <b>;rel=prev");
    response.headers.append("link", "<c>");
    const dict links = response.links();
    CHECK(links.size() == 3);
    CHECK(links["next"] ==
          dict{{"url", "http://a.b/?p=1,2"}, {"rel", "next"}, {"title", "1, 2; 3"}});
    CHECK(links["prev"] == dict{{"url", "b"}, {"rel", "prev"}});
    CHECK(links["c"] == dict{{"url", "c"}});
    for (const char* text : {"", "a", "<a", ">", ",", "a>; rel=b", "; rel=b"}) {
        response.headers.set("Link", text);
        CHECK(response.links().empty());
    }
}

TEST_CASE("test client: text is of the charset, and lines have no ends") {
    FastAPI app;
    app.get("/latin",
            [] { return Response("caf\xE9", 200, {}, "text/plain; charset=iso-8859-1"); });
    app.get("/broken", [] { return Response("caf\xE9", 200, {}, "text/plain"); });
    app.get("/lines", [] {
        return StreamingResponse(texts{"a\r", "\nb\n\nc\r", "d\xC3", "\xA9"});
    });
    TestClient client(app);
    CHECK(client.get("/latin").text() == "caf\xC3\xA9");
    CHECK(client.get("/latin").content == "caf\xE9");
    CHECK(client.get("/broken").text() == "caf\xEF\xBF\xBD");
    CHECK(client.get("/lines").iter_lines() == texts{"a", "b", "", "c", "d\xC3\xA9"});
    CHECK(client.get("/lines").iter_text() == texts{"a\r", "\nb\n\nc\r", "d", "\xC3\xA9"});
    CHECK(client.get("/lines").iter_bytes(4) == texts{"a\r\nb", "\n\nc\r", "d\xC3\xA9"});
    CHECK_THROWS_AS(client.get("/latin").json(), JSONDecodeError);
}

TEST_CASE("test client: files, and parts of them") {
    const std::string path = "test_client_file.txt";
    std::ofstream(path) << "0123456789";
    FastAPI app;
    app.get("/file", [path] { return FileResponse(path); });
    TestClient client(app);
    const auto whole = client.get("/file");
    CHECK(whole.text() == "0123456789");
    CHECK(whole.headers["content-length"] == "10");
    CHECK(whole.headers.contains("etag"));
    const auto part = client.get("/file", {.headers = {{"Range", "bytes=2-4"}}});
    CHECK(part.status_code == 206);
    CHECK(part.text() == "234");
    CHECK(part.headers["content-length"] == "3");
    CHECK(client.get("/file", {.headers = {{"Range", "bytes=2-4"}, {"If-Range", "\"other\""}}})
              .text() == "0123456789");
    std::remove(path.c_str());
}

TEST_CASE(
    "test client: a program without zlib leaves compressed bytes alone, another one undoes it") {
    const std::string gzipped(
        "\x1F\x8B\x08\0\0\0\0\0\0\xFF\xCBH\xCD\xC9\xC9\x07\0\x86\xA6\x10\x36\x05\0\0\0", 25);
    FastAPI app;
    app.get("/zipped", [gzipped] {
        return Response(gzipped, 200, {{"content-encoding", "gzip"}}, "text/plain");
    });
    app.get("/wrong", [] {
        return Response("no gzip at all", 200, {{"content-encoding", "gzip"}}, "text/plain");
    });
    app.get("/other", [] {
        return Response("br", 200, {{"content-encoding", "br"}}, "text/plain");
    });
    TestClient client(app);
    const auto response = client.get("/zipped");
    CHECK(response.iter_raw() == texts{gzipped});
    CHECK(response.content == (detail::make_inflater == nullptr ? gzipped : "hello"));
    if (detail::make_inflater != nullptr) CHECK_THROWS_AS(client.get("/wrong"), DecodingError);
    CHECK(client.get("/other").content == "br");
}

// ---- cookies and redirects ----

TEST_CASE("test client: cookies are kept between calls") {
    FastAPI app;
    echo_routes(app);
    app.post("/login", [](Response& response) {
        response.set_cookie("session", "abc", {.httponly = true});
        response.set_cookie("safe", "x", {.secure = true});
        return dict{{"ok", true}};
    });
    app.post("/logout", [](Response& response) {
        response.delete_cookie("session");
        return dict{};
    });
    TestClient client(app);
    const auto login = client.post("/login");
    CHECK(login.cookies["session"] == "abc");
    CHECK(client.cookies["session"] == "abc");
    CHECK(client.get("/echo").json()["headers"]["cookie"] == "session=abc");
    CHECK(client.get("https://testserver/echo").json()["headers"]["cookie"] ==
          "session=abc; safe=x");
    CHECK_FALSE(client.get("http://elsewhere/echo").json()["headers"].as_dict().contains("cookie"));
    client.post("/logout");
    CHECK_FALSE(client.cookies.contains("session"));
    CHECK_FALSE(TestClient(app).cookies.contains("session"));
}

TEST_CASE("test client: redirects are followed, and remembered") {
    FastAPI app;
    echo_routes(app);
    app.get("/first", [](Response& response) {
        response.set_cookie("passed", "1");
        return RedirectResponse("/second?x=1");
    });
    app.get("/second", [] { return RedirectResponse("echo", 302); });
    app.get("/third", [] { return dict{}; });
    TestClient client(app);
    const auto response = client.get("/first");
    CHECK(response.status_code == 200);
    CHECK(response.url == "http://testserver/echo");
    REQUIRE(response.history.size() == 2);
    CHECK(response.history[0].status_code == 307);
    CHECK(response.history[0].url == "http://testserver/first");
    CHECK(response.history[1].url == "http://testserver/second?x=1");
    CHECK(response.history[1].history.empty());
    const auto stayed = client.get("/first", {.follow_redirects = false});
    CHECK(stayed.status_code == 307);
    CHECK(stayed.headers["location"] == "/second?x=1");
    CHECK(stayed.history.empty());
    client.follow_redirects = false;
    CHECK(client.get("/first").is_redirect());
    CHECK(client.get("/first", {.follow_redirects = true}).is_success());
    CHECK(client.get("/third/").headers["location"] ==
          "http://testserver/third");  // the application's own
}

TEST_CASE("test client: a redirect keeps the method, or makes a GET of it") {
    FastAPI app;
    app.api_route({"GET", "POST", "PUT", "HEAD"}, "/to/{status}", {},
                  [](Path<"status", int> status) { return RedirectResponse("/echo", status); });
    app.api_route(
        {"GET", "POST", "PUT", "HEAD"}, "/echo", {}, [](Request& request) -> async<Response> {
            const std::string body = co_await request.body();
            const std::string length(request.headers.get("content-length").value_or("none"));
            co_return Response(
                "", 200, {{"x-seen", std::string(request.method) + " " + body + " " + length}});
        });
    TestClient client(app);
    const struct {
        std::string_view method, status, seen;
    } rows[] = {
        {"POST", "301", "GET  none"},   {"POST", "302", "GET  none"},
        {"POST", "303", "GET  none"},   {"POST", "307", "POST body 4"},
        {"POST", "308", "POST body 4"}, {"PUT", "301", "PUT body 4"},
        {"PUT", "302", "GET  none"},    {"PUT", "303", "GET  none"},
        {"HEAD", "301", "HEAD body 4"}, {"HEAD", "302", "HEAD body 4"},
        {"HEAD", "303", "HEAD body 4"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.method);
        CAPTURE(row.status);
        const auto response =
            client.request(row.method, "/to/" + std::string(row.status), {.content = "body"});
        CHECK(response.headers["x-seen"] == row.seen);
    }
}

TEST_CASE("test client: to another origin no credentials go") {
    FastAPI app;
    echo_routes(app);
    app.get("/to", [](Query<"url", std::string> url) { return RedirectResponse(url); });
    TestClient client(app);
    client.cookies.set("home", "1", "testserver");
    const auto headers = [&](std::string_view url) {
        return client.get("/to", {.params = {{"url", url}}, .auth = {"a", "b"}}).json()["headers"];
    };
    CHECK(headers("/echo").as_dict().contains("authorization"));
    CHECK(headers("/echo")["cookie"] == "home=1");
    const any foreign = headers("http://other.example/echo");
    CHECK_FALSE(foreign.as_dict().contains("authorization"));
    CHECK_FALSE(foreign.as_dict().contains("cookie"));
    CHECK(foreign["host"] == "other.example");
    CHECK_FALSE(headers("http://testserver:81/echo").as_dict().contains("authorization"));
    CHECK(headers("https://testserver/echo").as_dict().contains("authorization"));  // only safer
}

TEST_CASE("test client: twenty redirects are followed, and no more") {
    FastAPI app;
    app.get("/down/{count}", [](Path<"count", int> count) -> Response {
        if (count == 0) return PlainTextResponse("there");
        return RedirectResponse("/down/" + std::to_string(count - 1));
    });
    TestClient client(app);
    CHECK(client.get("/down/20").history.size() == 20);
    CHECK_THROWS_AS(client.get("/down/21"), TooManyRedirects);
}

TEST_CASE("test client: what is no address for HTTP is not asked, nor followed") {
    FastAPI app;
    app.get("/mail", [] { return RedirectResponse("mailto:a@b.example"); });
    TestClient client(app);
    CHECK_THROWS_AS(client.get("/mail"), std::invalid_argument);
    CHECK_THROWS_AS(client.get("ftp://a.example/"), std::invalid_argument);
    CHECK(client.get("/mail", {.follow_redirects = false}).headers["location"] ==
          "mailto:a@b.example");
}
