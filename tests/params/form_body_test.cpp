#include "fastapi/params/form_body.hpp"

#include "send.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace fastapi;
using test_params::endpoint_of;
using test_params::multipart;
using test_params::send;
using test_params::Sent;
using test_params::urlencoded;

namespace {

enum class Side { left, right };

void no_blank(const std::string& text) {
    if (text.find(' ') != std::string::npos) throw ValueError("a blank");
}

void no_script(UploadFile& file) {
    if (file.filename.ends_with(".js")) throw ValueError("a script");
}

struct Login {
    std::string username;
    Field<std::string, min_length(3)> password;
    int attempts = 1;
    std::vector<std::string> scopes;
};

struct Strict {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};
    std::string name;
};

/// The body that the document shows: media type, whether it is required, whether a component of its
/// own, schema.
template <class Handler>
std::string described_body(Handler handler) {
    detail::schema_registry registry;
    const auto body = endpoint_of(std::move(handler))->describe_body(registry);
    if (!body) return "none";
    any document = body->schema;
    registry.finish(document);
    return body->media_type + (body->required ? "! " : " ") + (body->embedded ? "component " : "") +
           document.dump();
}

constexpr auto log_in = [](FormModel<Login> login) {
    return dict{
        {"username", login.username}, {"attempts", login.attempts}, {"scopes", login.scopes}};
};

struct Picture {
    std::string title = "none";
    std::optional<UploadFile> file;
};

}  // namespace

TEST_CASE("form body: fields come urlencoded or as parts, and the handler does not see which") {
    const auto handler = [](Form<"name", std::string> name, Form<"n", int> n) {
        return dict{{"name", name}, {"n", n}};
    };
    const std::string answer = R"({"name":"a b","n":7})";
    CHECK(send(handler, urlencoded("name=a+b&n=7")).body == answer);
    CHECK(send(handler, multipart({{"n", "7"}, {"name", "a b"}})).body == answer);
}

TEST_CASE("form body: an empty field counts as not sent, except in a list") {
    const auto handler = [](Form<"a", std::string> a, Form<"b", int, 5> b,
                            Form<"c", std::optional<std::string>> c,
                            Form<"d", std::vector<std::string>> d) {
        return dict{{"a", a}, {"b", b}, {"c", c}, {"d", d}};
    };
    CHECK(send(handler, urlencoded("a=x&b=&c=&d=&d=y")).body ==
          R"({"a":"x","b":5,"c":null,"d":["","y"]})");
    CHECK(send(handler, urlencoded("a=x")).body == R"({"a":"x","b":5,"c":null,"d":[]})");
    CHECK(send(handler, multipart({{"a", "x"}, {"b", ""}, {"d", ""}})).body ==
          R"({"a":"x","b":5,"c":null,"d":[""]})");
    const std::string missing =
        R"([{"type":"missing","loc":["body","a"],"msg":"Field required","input":null}])";
    CHECK(send(handler, urlencoded("a=")).body == missing);
    CHECK(send(handler, urlencoded("")).body == missing);
}

TEST_CASE("form body: the last of a repeated field counts") {
    const auto handler = [](Form<"a", int> a) { return a.get(); };
    CHECK(send(handler, urlencoded("a=x&a=2")).body == "2");
    CHECK(
        send(handler, urlencoded("a=2&a=x")).body ==
        R"([{"type":"int_parsing","loc":["body","a"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"}])");
    CHECK(send(handler, urlencoded("a=2&a=")).status == 422);
}

TEST_CASE("form body: what is no form has no fields") {
    const auto handler = [](Form<"a", int> a) { return a.get(); };
    const std::string missing =
        R"([{"type":"missing","loc":["body","a"],"msg":"Field required","input":null}])";
    CHECK(send(handler, {.headers = {{"content-type", "application/json"}}, .body = R"({"a":1})"})
              .body == missing);
    CHECK(send(handler, {.headers = {}, .body = "a=1"}).body == missing);
}

TEST_CASE("form body: a multipart body that cannot be read is 400, whatever else is wrong") {
    const auto handler = [](Query<"q", int> q, Form<"a", int> a) { return q + a; };
    Sent broken = multipart({{"a", "1"}});
    broken.body = "no part\r\n" + broken.body;
    const auto got = send(handler, broken);
    CHECK(got.status == 400);
    CHECK(got.body == R"("Invalid multipart data.")");
    Sent no_boundary = multipart({{"a", "1"}});
    no_boundary.headers[0].second = "multipart/form-data";
    CHECK(send(handler, no_boundary).status == 400);
    Sent cut = multipart({{"a", "1"}});
    cut.body.resize(cut.body.size() - 20);
    CHECK(send(handler, cut).status == 422);  // the part was not complete, and so is missing
}

TEST_CASE("form body: problems come path, query, header, cookie, form") {
    const auto handler = [](Form<"f", int>, Cookie<"c", int>, Header<"h", int>, Query<"q", int>,
                            Path<"p", int>) {};
    Sent sent = urlencoded("f=x");
    sent.path = {{"p", "x"}};
    sent.query = "q=x";
    sent.headers.insert(sent.headers.end(), {{"h", "x"}, {"cookie", "c=x"}});
    const std::string body = send(handler, sent).body;
    std::size_t position = 0;
    for (const std::string_view loc : {R"(["path","p"])", R"(["query","q"])", R"(["header","h"])",
                                       R"(["cookie","c"])", R"(["body","f"])"}) {
        const std::size_t found = body.find(loc, position);
        REQUIRE(found != std::string::npos);
        position = found;
    }
}

TEST_CASE("form body: a model takes its members from the fields") {
    CHECK(send(log_in, urlencoded("username=a&password=secret&scopes=x&scopes=")).body ==
          R"({"username":"a","attempts":1,"scopes":["x",""]})");
    CHECK(send(log_in, urlencoded("username=a&password=secret&attempts=&other=1")).body ==
          R"({"username":"a","attempts":1,"scopes":[]})");
    CHECK(
        send(log_in, urlencoded("username=a&password=ab&attempts=x")).body ==
        R"([{"type":"string_too_short","loc":["body","password"],"msg":"String should have at least 3 characters","input":"ab","ctx":{"min_length":3}},)"
        R"({"type":"int_parsing","loc":["body","attempts"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"}])");
}

TEST_CASE("form body: where a member is missing the input is what the model got") {
    CHECK(
        send(log_in, urlencoded("password=secret&more=1")).body ==
        R"([{"type":"missing","loc":["body","username"],"msg":"Field required","input":{"password":"secret","more":"1"}}])");
}

TEST_CASE("form body: a model that forbids extra refuses other fields") {
    const auto handler = [](FormModel<Strict> model) { return model.name; };
    CHECK(send(handler, urlencoded("name=n")).body == R"("n")");
    CHECK(
        send(handler, urlencoded("x=1&name=n&x=2")).body ==
        R"([{"type":"extra_forbidden","loc":["body","x"],"msg":"Extra inputs are not permitted","input":["1","2"]}])");
    CHECK(
        send(handler, multipart({{"name", "n"}, {"x", "1", "a.txt"}}))
            .body.starts_with(
                R"([{"type":"extra_forbidden","loc":["body","x"],"msg":"Extra inputs are not permitted",)"
                R"("input":{"filename":"a.txt","size":1,)"));
}

TEST_CASE(
    "form body: where a member of a model is missing, the problem shows what came, files too") {
    const auto handler = [](FormModel<Picture> picture) { return picture.title; };
    const auto shown_title = [](FormModel<Strict> model) { return model.name; };
    CHECK(send(handler, multipart({{"file", "x", "a.txt"}})).body == R"("none")");
    const std::string body = send(shown_title, multipart({{"x", "", ""}, {"x", "1"}})).body;
    CHECK(body.starts_with(
        R"([{"type":"missing","loc":["body","name"],"msg":"Field required","input":{"x":[{"filename":"","size":0,)"));
}

TEST_CASE("form body: the document shows fields alone as urlencoded") {
    CHECK(
        described_body([](Form<"name", std::string, min_length(2)>, Form<"n", int, 3>) {}) ==
        R"(application/x-www-form-urlencoded! component {"properties":{"name":{"type":"string","minLength":2,"title":"Name"},"n":{"type":"integer","default":3,"title":"N"}},"type":"object","required":["name"]})");
    CHECK(
        described_body([](Form<"n", int, 3>) {}) ==
        R"(application/x-www-form-urlencoded component {"properties":{"n":{"type":"integer","default":3,"title":"N"}},"type":"object"})");
    CHECK(described_body([](Query<"q", int>) {}) == "none");
}

TEST_CASE("form body: one file makes it multipart") {
    CHECK(
        described_body([](Form<"name", std::optional<std::string>>, File<"file">) {}) ==
        R"(multipart/form-data! component {"properties":{"name":{"anyOf":[{"type":"string"},{"type":"null"}],"title":"Name"},"file":{"type":"string","contentMediaType":"application/octet-stream","title":"File"}},"type":"object","required":["file"]})");
}

TEST_CASE("form body: a model alone is the body, beside a field it is not") {
    CHECK(described_body([](FormModel<Login>) {}) ==
          R"(application/x-www-form-urlencoded! {"$ref":"#/components/schemas/Login"})");
    const std::string beside = described_body([](FormModel<Strict>, Form<"n", int>) {});
    CHECK(
        beside ==
        R"(application/x-www-form-urlencoded! component {"properties":{"n":{"type":"integer","title":"N"}},"type":"object","required":["n"],"allOf":[{"$ref":"#/components/schemas/Strict"}]})");
    CHECK(
        described_body([](FormModel<Login>, FormModel<Strict>) {}) ==
        R"(application/x-www-form-urlencoded! component {"type":"object","allOf":[{"$ref":"#/components/schemas/Login"},{"$ref":"#/components/schemas/Strict"}]})");
}

TEST_CASE("form body: who handles the problems gets the fields, and of files their names") {
    SpooledFile file;
    file.write("x");
    const FormData form{{"a", "1"}, {"f", UploadFile(file, "a.txt")}, {"a", "2"}};
    CHECK(detail::form_value(form).dump() == R"({"a":"2","f":"a.txt"})");
    detail::exchange current;
    const Sent sent = urlencoded("a=x&b=1");
    test_params::fill(current.request, sent);
    try {
        endpoint_of([](Form<"a", int> a) { return a.get(); })->answer(current);
        FAIL("was accepted");
    } catch (const RequestValidationError& refused) {
        CHECK(refused.body().dump() == R"({"a":"x","b":"1"})");
    }
}

TEST_CASE("form body: is read once, and read already before the handler it is taken as it is") {
    Request request;
    detail::request_access::set_form(request, FormData{{"a", "1"}});
    detail::request_access::set_body(request, "a=2");
    CHECK(detail::read_form(request)["a"] == "1");
    Request other;
    other.headers.add("content-type", "application/x-www-form-urlencoded");
    detail::request_access::set_body(other, "a=2");
    const FormData* const form = &detail::read_form(other);
    CHECK((*form)["a"] == "2");
    CHECK(&detail::read_form(other) == form);
}

TEST_CASE("form body: a model may hold files") {
    const auto handler = [](FormModel<Picture> picture) {
        return dict{{"title", picture.title},
                    {"file", picture.file ? any(picture.file->filename) : any()}};
    };
    CHECK(send(handler, multipart({{"title", "t"}, {"file", "x", "a.png"}})).body ==
          R"({"title":"t","file":"a.png"})");
    CHECK(send(handler, multipart({})).body == R"({"title":"none","file":null})");
}

TEST_CASE("form body: a field that refers to a type, or to null, has no title of its own") {
    CHECK(described_body([](Form<"side", std::optional<Side>>) {
          }).find(R"("side":{"anyOf":[{"$ref":"#/components/schemas/Side"},{"type":"null"}]})") !=
          std::string::npos);
}

TEST_CASE("form body: validators look at fields and files") {
    const auto handler = [](Form<"name", std::string, validator<no_blank>>,
                            File<"file", UploadFile, validator<no_script>>) {};
    CHECK(send(handler, multipart({{"name", "a"}, {"file", "x", "a.txt"}})).status == 200);
    CHECK(
        send(handler, multipart({{"name", "a b"}, {"file", "x", "a.js"}})).body ==
        R"([{"type":"value_error","loc":["body","name"],"msg":"Value error, a blank","input":"a b","ctx":{"error":{}}},)"
        R"({"type":"value_error","loc":["body","file"],"msg":"Value error, a script","input":null,"ctx":{"error":{}}}])");
}
