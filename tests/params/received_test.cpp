#include "fastapi/params/received.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace fastapi;
using detail::received_values;
using places = detail::param_location;
using texts = std::vector<std::string_view>;
using pairs = std::vector<std::pair<std::string_view, std::string_view>>;

namespace {

UploadFile upload(std::string name, std::string_view content) {
    SpooledFile file;
    file.write(content);
    return UploadFile(file, std::move(name));
}

}  // namespace

TEST_CASE("received: of a repeated header the first counts, elsewhere the last") {
    Request request;
    request.query_params.reset("a=1&a=2");
    request.headers.add("a", "1");
    request.headers.add("A", "2");
    request.headers.add("cookie", "a=1; a=2");
    const FormData form{{"a", "1"}, {"a", "2"}};
    const received_values received(request, &form);
    CHECK(received.get(places::query, "a") == "2");
    CHECK(received.get(places::header, "a") == "1");
    CHECK(received.get(places::cookie, "a") == "2");
    CHECK(received.get(places::body, "a") == "2");
    CHECK(received.getlist(places::query, "a") == texts{"1", "2"});
    CHECK(received.getlist(places::header, "a") == texts{"1", "2"});
    CHECK(received.getlist(places::cookie, "a") == texts{"2"});
    CHECK(received.getlist(places::body, "a") == texts{"1", "2"});
}

TEST_CASE("received: what was not sent is nothing at every place") {
    Request request;
    const FormData form;
    const received_values with_form(request, &form), without_form(request);
    for (const places place :
         {places::path, places::query, places::header, places::cookie, places::body}) {
        CHECK_FALSE(with_form.get(place, "a"));
        CHECK_FALSE(without_form.get(place, "a"));
        CHECK(without_form.getlist(place, "a").empty());
        CHECK(without_form.items(place).empty());
    }
    CHECK(without_form.form_values("a").empty());
}

TEST_CASE("received: header names compare without case, the others with it") {
    Request request;
    request.query_params.reset("Ab=q");
    request.headers.add("Ab", "h");
    request.headers.add("Cookie", "Ab=c");
    const received_values received(request);
    CHECK(received.get(places::header, "aB") == "h");
    CHECK(received.getlist(places::header, "AB") == texts{"h"});
    CHECK_FALSE(received.get(places::query, "ab"));
    CHECK_FALSE(received.get(places::cookie, "ab"));
    CHECK(received.get(places::cookie, "Ab") == "c");
}

TEST_CASE("received: an empty text is a value, but of a form it is none, except in a list") {
    Request request;
    request.query_params.reset("a=");
    request.headers.add("a", "");
    const FormData form{{"a", "1"}, {"a", ""}};
    const received_values received(request, &form);
    CHECK(received.get(places::query, "a") == "");
    CHECK(received.get(places::header, "a") == "");
    CHECK_FALSE(received.get(places::body, "a"));  // the last counts, and it is empty
    CHECK(received.getlist(places::body, "a") == texts{"1", ""});
}

TEST_CASE("received: bytes beyond ASCII are Latin-1 in headers and cookies") {
    Request request;
    request.headers.add("name", "caf\xE9 \xFF");
    request.headers.add("plain", "a~");
    request.headers.add("cookie", "who=\xC3\xA9");
    const received_values received(request);
    CHECK(received.get(places::header, "name") == "caf\u00e9 \u00ff");
    CHECK(received.getlist(places::header, "name") == texts{"caf\u00e9 \u00ff"});
    CHECK(received.get(places::cookie, "who") == "\u00c3\u00a9");
    CHECK(received.items(places::cookie) == pairs{{"who", "\u00c3\u00a9"}});
    const std::string_view plain = *received.get(places::header, "plain");
    CHECK(plain.data() == request.headers.get("plain")->data());  // not copied
}

TEST_CASE("received: everything at a place comes in the order sent, without the files of a form") {
    Request request;
    request.query_params.reset("b=1&a=2&b=3");
    request.headers.add("x-b", "1");
    request.headers.add("x-a", "2");
    const FormData form{{"b", "1"}, {"f", upload("x.txt", "x")}, {"a", ""}};
    const received_values received(request, &form);
    CHECK(received.items(places::query) == pairs{{"b", "1"}, {"a", "2"}, {"b", "3"}});
    CHECK(received.items(places::header) == pairs{{"x-b", "1"}, {"x-a", "2"}});
    CHECK(received.items(places::body) == pairs{{"b", "1"}, {"a", ""}});
}

TEST_CASE(
    "received: the values of a form are texts and files, and what the user left blank is none") {
    Request request;
    const FormData form{{"f", "text"},
                        {"f", upload("a.txt", "")},
                        {"f", upload("", "")},
                        {"f", ""},
                        {"g", "other"}};
    const received_values received(request, &form);
    const auto values = received.form_values("f");
    REQUIRE(values.size() == 3);
    CHECK(values[0]->text() == "text");
    CHECK(values[1]->file().filename == "a.txt");
    CHECK(values[2]->text() == "");
    CHECK(received.form_value("f") ==
          nullptr);  // the last is blank, and it is the last that counts
    CHECK(received.form_value("g")->text() == "other");
    CHECK(received.form_value("none") == nullptr);
    CHECK_FALSE(received.get(places::body, "none"));
    const FormData file_last{{"f", "text"}, {"f", upload("a.txt", "")}};
    CHECK_FALSE(received_values(request, &file_last).get(places::body, "f"));  // a file is no text
}

TEST_CASE("received: values of the path are found by name") {
    Request request;
    detail::request_access::add_path_param(request, "id", "7");
    const received_values received(request);
    CHECK(received.get(places::path, "id") == "7");
    CHECK_FALSE(received.get(places::path, "other"));
}

TEST_CASE("received: an escape in a cookie is one character, beside bytes that are Latin-1") {
    Request request;
    request.headers.add("cookie", R"(who="caf\351"; raw=")"
                                  "\xE9"
                                  R"(\351")");
    const received_values received(request);
    CHECK(received.get(places::cookie, "who") == "caf\u00e9");
    CHECK(received.get(places::cookie, "raw") == "\u00e9\u00e9");
}
