#include "fastapi/params/file_value.hpp"

#include "send.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

using namespace fastapi;
using test_params::multipart;
using test_params::send;
using test_params::urlencoded;

namespace {

using file_list = std::vector<UploadFile>;

dict shown(UploadFile& file) {
    return dict{{"filename", file.filename}, {"size", file.size}, {"text", file.file.read()}};
}

constexpr auto one_file = [](File<"file"> file) { return shown(file); };
constexpr auto optional_file = [](File<"file", std::optional<UploadFile>> file) {
    return file ? any(shown(*file)) : any("none");
};
constexpr auto several_files = [](File<"files", file_list, required> files) {
    list names;
    for (const UploadFile& file : files) names.push_back(file.filename);
    return names;
};
constexpr auto three_bytes = [](File<"file", bytes, min_length(2), max_length(3)> file) {
    return file.str();
};

template <class Value>
std::string schema(const detail::field_info& info = detail::field_info{}) {
    return any(detail::file_value<Value>::schema(info)).dump();
}

}  // namespace

TEST_CASE("file value: an upload comes with its name and its bytes") {
    CHECK(send(one_file, multipart({{"file", "hello", "a.txt"}})).body ==
          R"({"filename":"a.txt","size":5,"text":"hello"})");
    CHECK(send(one_file, multipart({{"file", "first", "1"}, {"file", "last", "2"}})).body ==
          R"({"filename":"2","size":4,"text":"last"})");
    CHECK(send(one_file, multipart({{"file", "", "empty.txt"}})).body ==
          R"({"filename":"empty.txt","size":0,"text":""})");
    CHECK(send(one_file, multipart({{"file", "no name", ""}})).body ==
          R"({"filename":"","size":7,"text":"no name"})");
}

TEST_CASE("file value: a file that was not sent, or not chosen, is missing") {
    const std::string missing =
        R"([{"type":"missing","loc":["body","file"],"msg":"Field required","input":null}])";
    CHECK(send(one_file, multipart({})).body == missing);
    CHECK(send(one_file, multipart({{"file", "", ""}})).body == missing);  // as a browser sends it
    CHECK(send(one_file, multipart({{"other", "x", "a.txt"}})).body == missing);
    CHECK(send(one_file, {}).body == missing);
    CHECK(send(one_file, {.headers = {{"content-type", "application/json"}}, .body = "{}"}).body ==
          missing);
    CHECK(send(optional_file, multipart({})).body == R"("none")");
    CHECK(send(optional_file, multipart({{"file", "", ""}})).body == R"("none")");
    CHECK(send(optional_file, multipart({{"file", "x", "a"}})).body ==
          R"({"filename":"a","size":1,"text":"x"})");
}

TEST_CASE("file value: text where a file is expected") {
    const std::string refused =
        R"([{"type":"value_error","loc":["body","file"],"msg":"Value error, Expected UploadFile, received: <class 'str'>","input":"text","ctx":{"error":{}}}])";
    CHECK(send(one_file, multipart({{"file", "text"}})).body == refused);
    CHECK(send(one_file, urlencoded("file=text")).body == refused);
    CHECK(send(optional_file, urlencoded("file=text")).body == refused);
    CHECK(send(one_file, urlencoded("file=")).body ==
          R"([{"type":"missing","loc":["body","file"],"msg":"Field required","input":null}])");
}

TEST_CASE("file value: a file where text is expected") {
    const auto asked = send([](Form<"name", std::string> name) { return name.get(); },
                            multipart({{"name", "x", "a.txt"}}));
    CHECK(asked.status == 422);
    CHECK(
        asked.body ==
        R"([{"type":"string_type","loc":["body","name"],"msg":"Input should be a valid string","input":)"
        R"({"filename":"a.txt","size":1,"headers":{"content-disposition":"form-data; name=\"name\"; filename=\"a.txt\"","content-type":"text/plain"}}}])");
    const auto number = [](Form<"n", std::optional<int>, ge(0)> n) { return n.get(); };
    CHECK(
        send(number, multipart({{"n", "1", "a.txt"}}))
            .body.starts_with(
                R"([{"type":"int_type","loc":["body","n"],"msg":"Input should be a valid integer",)"));
}

TEST_CASE("file value: of several texts each that is a file is named by its index") {
    const auto handler = [](Form<"tags", std::vector<std::string>> tags) { return tags; };
    CHECK(
        send(handler, multipart({{"tags", "a"}, {"tags", "x", "a.txt"}}))
            .body.starts_with(
                R"([{"type":"string_type","loc":["body","tags",1],"msg":"Input should be a valid string",)"));
    CHECK(send(handler, multipart({{"tags", "a"}, {"tags", "", ""}})).body ==
          R"(["a"])");  // none was chosen
}

TEST_CASE("file value: the last of a name counts, and where it is blank nothing was sent") {
    const std::string missing =
        R"([{"type":"missing","loc":["body","file"],"msg":"Field required","input":null}])";
    CHECK(send(one_file, multipart({{"file", "x", "a.txt"}, {"file", ""}})).body == missing);
    CHECK(send(three_bytes, multipart({{"file", "abc", "a.txt"}, {"file", ""}})).body == missing);
    CHECK(send(several_files, multipart({{"files", "a", "1"}, {"files", ""}}))
              .body.starts_with(R"([{"type":"value_error","loc":["body","files",1],)"));
}

TEST_CASE("file value: of several files each that is wrong is named by its index") {
    CHECK(send(several_files, multipart({{"files", "a", "1"}, {"files", "b", "2"}})).body ==
          R"(["1","2"])");
    CHECK(send(several_files, multipart({{"files", "a", "1"}})).body == R"(["1"])");
    CHECK(
        send(several_files,
             multipart(
                 {{"files", "a", "1"}, {"files", "text"}, {"files", "b", "2"}, {"files", "more"}}))
            .body ==
        R"([{"type":"value_error","loc":["body","files",1],"msg":"Value error, Expected UploadFile, received: <class 'str'>","input":"text","ctx":{"error":{}}},)"
        R"({"type":"value_error","loc":["body","files",3],"msg":"Value error, Expected UploadFile, received: <class 'str'>","input":"more","ctx":{"error":{}}}])");
    CHECK(send(several_files, multipart({})).body ==
          R"([{"type":"missing","loc":["body","files"],"msg":"Field required","input":null}])");
    const auto may_be_none = [](File<"files", file_list> files) { return files.size(); };
    CHECK(send(may_be_none, multipart({})).body == "0");
}

TEST_CASE("file value: files that may be missing are a list or nothing") {
    const auto handler = [](File<"files", std::optional<file_list>> files) {
        return files ? int(files->size()) : -1;
    };
    CHECK(send(handler, multipart({{"files", "a", "1"}, {"files", "b", "2"}})).body == "2");
    CHECK(send(handler, multipart({{"files", "a", "1"}, {"files", "", ""}})).body == "1");
    CHECK(send(handler, multipart({{"files", "", ""}})).body == "-1");
}

TEST_CASE("file value: the number of files has limits") {
    const auto handler = [](File<"files", file_list, min_items(2), max_items(2)> files) {
        return files.size();
    };
    CHECK(send(handler, multipart({{"files", "a", "1"}, {"files", "b", "2"}})).body == "2");
    CHECK(
        send(handler, multipart({{"files", "a", "1"}}))
            .body.starts_with(
                R"([{"type":"too_short","loc":["body","files"],"msg":"List should have at least 2 items after validation, not 1")"));
    CHECK(
        send(handler, multipart({{"files", "a", "1"}, {"files", "b", "2"}, {"files", "c", "3"}}))
            .body.starts_with(
                R"([{"type":"too_long","loc":["body","files"],"msg":"List should have at most 2 items after validation, not 3","input":[{"filename":"1",)"));
}

TEST_CASE("file value: as bytes a file is its content, within limits") {
    CHECK(send(three_bytes, multipart({{"file", "abc", "a"}})).body == R"("abc")");
    CHECK(send(three_bytes, multipart({{"file", "ab"}})).body == R"("ab")");  // a field is its text
    CHECK(
        send(three_bytes, multipart({{"file", "abcd", "a"}})).body ==
        R"([{"type":"bytes_too_long","loc":["body","file"],"msg":"Data should have at most 3 bytes","input":"abcd","ctx":{"max_length":3}}])");
    CHECK(
        send(three_bytes, multipart({{"file", "a", "a"}})).body ==
        R"([{"type":"bytes_too_short","loc":["body","file"],"msg":"Data should have at least 2 bytes","input":"a","ctx":{"min_length":2}}])");
    const auto limited_to_one = [](File<"file", bytes, max_length(1)> file) { return file.str(); };
    CHECK(send(limited_to_one, multipart({{"file", "ab", "a"}})).body.find("at most 1 byte\"") !=
          std::string::npos);
    const auto all = [](File<"files", std::vector<bytes>> files) { return files.size(); };
    CHECK(send(all, multipart({{"files", "a", "1"}, {"files", "b"}})).body == "2");
}

TEST_CASE("file value: reading the bytes leaves the position of the file where it was") {
    SpooledFile file;
    file.write("abcdef");
    file.seek(2);
    const FormValue value(UploadFile(file, "a"));
    bytes content;
    detail::error_list errors;
    REQUIRE(detail::file_value<bytes>::read({&value}, content, detail::field_info{}, errors));
    CHECK(content.str() == "abcdef");
    CHECK(file.tell() == 2);
    CHECK(errors.empty());
}

TEST_CASE("file value: which types are made of files") {
    static_assert(detail::file_readable<UploadFile> && detail::file_readable<bytes>);
    static_assert(detail::file_readable<std::optional<UploadFile>> &&
                  detail::file_readable<std::vector<bytes>>);
    static_assert(!detail::file_readable<std::string> && !detail::file_readable<std::vector<int>>);
    static_assert(detail::is_file_list<file_list> &&
                  !detail::is_file_list<std::vector<std::string>>);
    CHECK(schema<UploadFile>() ==
          R"({"type":"string","contentMediaType":"application/octet-stream"})");
    CHECK(
        schema<std::optional<UploadFile>>() ==
        R"({"anyOf":[{"type":"string","contentMediaType":"application/octet-stream"},{"type":"null"}]})");
    CHECK(
        schema<file_list>() ==
        R"({"type":"array","items":{"type":"string","contentMediaType":"application/octet-stream"}})");
    CHECK(
        schema<bytes>(detail::info_of<min_length(1), max_length(9)>) ==
        R"({"type":"string","minLength":1,"maxLength":9,"contentMediaType":"application/octet-stream"})");
    CHECK(
        schema<file_list>(detail::info_of<min_items(1), max_items(2)>) ==
        R"({"type":"array","items":{"type":"string","contentMediaType":"application/octet-stream"},"minItems":1,"maxItems":2})");
}
