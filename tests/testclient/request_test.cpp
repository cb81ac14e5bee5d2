#include "fastapi/testclient/request.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>

using namespace fastapi;

namespace {

TestRequest made(const RequestArguments& arguments, std::string_view method = "POST") {
    TestRequest request;
    request.method = method;
    request.headers = arguments.headers;
    detail::set_body(request, arguments);
    return request;
}

std::string header(const TestRequest& request, std::string_view name) {
    return std::string(request.headers.get(name).value_or("-"));
}

}  // namespace

TEST_CASE("test request: fields are encoded as Python's urlencode does it") {
    const RequestFields fields{
        {"q", "a b&c=\xC3\xA9~"}, {"tag", list{"x", 1}}, {"yes", true},  {"no", false},
        {"none", nullptr},        {"price", 12.5},       {"whole", 1.0}, {"tag", "y"}};
    CHECK(fields.urlencoded() ==
          "q=a+b%26c%3D%C3%A9~&tag=x&tag=1&yes=true&no=false&none=&price=12.5&whole=1.0&tag=y");
    CHECK(RequestFields(dict{{"a", 1}}).urlencoded() == "a=1");
    CHECK(RequestFields("a=%20").urlencoded() == "a=%20");
    CHECK_FALSE(RequestFields().is_given());
    CHECK(RequestFields(dict{}).is_given());
}

TEST_CASE("test request: JSON is compact UTF-8") {
    const TestRequest request =
        made({.json = dict{{"name", "\xC3\xA9"}, {"list", list{1, nullptr}}}});
    CHECK(request.content() == "{\"name\":\"\xC3\xA9\",\"list\":[1,null]}");
    CHECK(header(request, "content-type") == "application/json");
    CHECK(header(request, "content-length") == "29");
}

TEST_CASE("test request: a form without files is urlencoded") {
    const TestRequest request = made({.data = {{"username", "a b"}, {"password", "c"}}});
    CHECK(request.content() == "username=a+b&password=c");
    CHECK(header(request, "content-type") == "application/x-www-form-urlencoded");
    CHECK(header(request, "content-length") == "23");
}

TEST_CASE("test request: content is sent as it is, and has no type") {
    CHECK(made({.content = "a\nb"}).content() == "a\nb");
    CHECK(header(made({.content = "ab"}), "content-type") == "-");
    CHECK(header(made({.content = "ab"}), "content-length") == "2");
    const TestRequest parts = made({.content = std::vector<std::string>{"a", "", "b"}});
    CHECK(parts.content() == "ab");
    CHECK(header(parts, "content-length") == "-");
    CHECK(header(parts, "transfer-encoding") == "chunked");
}

TEST_CASE("test request: no body has a length with the methods that have one") {
    CHECK(header(made({}), "content-length") == "0");
    CHECK(header(made({}, "PUT"), "content-length") == "0");
    CHECK(header(made({}, "PATCH"), "content-length") == "0");
    CHECK(header(made({}, "GET"), "content-length") == "-");
    CHECK(header(made({}, "DELETE"), "content-length") == "-");
}

TEST_CASE("test request: own headers are not overwritten") {
    const TestRequest request =
        made({.json = 1, .headers = {{"Content-Type", "application/vnd.x+json"}}});
    CHECK(header(request, "content-type") == "application/vnd.x+json");
    CHECK(request.headers.getlist("content-type").size() == 1);
}

TEST_CASE("test request: files make a multipart form, in httpx's form") {
    const TestRequest request =
        made({.data = {{"note", "n"}, {"tag", list{"x", true}}},
              .files = {{"file", {"a.txt", "content", "text/x-own"}},
                        {"file", {"b\"\n\\.png", "PNG"}},
                        {"plain", "text"},
                        {"field", {std::nullopt, "value"}},
                        {"nameless", {"", "value"}}},
              .headers = {{"content-type", "multipart/form-data; boundary=B"}}});
    CHECK(request.content() ==
          "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nn\r\n"
          "--B\r\nContent-Disposition: form-data; name=\"tag\"\r\n\r\nx\r\n"
          "--B\r\nContent-Disposition: form-data; name=\"tag\"\r\n\r\ntrue\r\n"
          "--B\r\nContent-Disposition: form-data; name=\"file\"; "
          "filename=\"a.txt\"\r\nContent-Type: text/x-own\r\n\r\ncontent\r\n"
          "--B\r\nContent-Disposition: form-data; name=\"file\"; "
          "filename=\"b%22%0A\\\\.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n"
          "--B\r\nContent-Disposition: form-data; name=\"plain\"; "
          "filename=\"upload\"\r\nContent-Type: application/octet-stream\r\n\r\ntext\r\n"
          "--B\r\nContent-Disposition: form-data; name=\"field\"\r\n\r\nvalue\r\n"
          "--B\r\nContent-Disposition: form-data; name=\"nameless\"\r\n\r\nvalue\r\n"
          "--B--\r\n");
}

TEST_CASE("test request: a boundary stands nowhere in the form") {
    const TestRequest usual = made({.files = {{"f", "x"}}});
    const std::string type = header(usual, "content-type");
    REQUIRE(type.starts_with("multipart/form-data; boundary="));
    const std::string boundary = type.substr(30);
    CHECK(boundary.size() == 32);
    CHECK(header(made({.files = {{"f", "y"}}}), "content-type") == type);
    const TestRequest other = made({.files = {{"f", "-- " + boundary}}});
    CHECK(header(other, "content-type") != type);
    CHECK(other.content().find(header(other, "content-type").substr(30)) == 2);
}

TEST_CASE("test request: name and password as RFC 7617 has them") {
    CHECK(BasicAuth("Aladdin", "open sesame").header() == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    CHECK(BasicAuth("", "").is_given());
    CHECK_FALSE(BasicAuth().is_given());
    using detail::encoded_base64;
    CHECK(encoded_base64("") == "");
    CHECK(encoded_base64("f") == "Zg==");
    CHECK(encoded_base64("fo") == "Zm8=");
    CHECK(encoded_base64("foo") == "Zm9v");
    CHECK(encoded_base64("foob") == "Zm9vYg==");
    CHECK(encoded_base64("\xFF\xFE\xFD") == "//79");
}

TEST_CASE("test request: given headers replace those of their name") {
    MutableHeaders headers{{"accept", "*/*"}, {"x-a", "1"}, {"user-agent", "u"}};
    detail::update_headers(headers, {{"X-A", "2"}, {"X-A", "3"}});
    CHECK(headers.block() == "accept: */*\r\nuser-agent: u\r\nX-A: 2\r\nX-A: 3\r\n");
}
