#include "fastapi/http/form.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using fastapi::FormData;
using fastapi::FormLimits;
using fastapi::FormValue;
using fastapi::HTTPException;
using fastapi::SpooledFile;
using fastapi::UploadFile;
using fastapi::detail::form_reader;

namespace {

constexpr std::string_view urlencoded = "application/x-www-form-urlencoded";
constexpr std::string_view multipart = "multipart/form-data; boundary=oracle-boundary";

/// `name=text|` or `name=<filename,type,size>bytes|` for each item.
std::string described(const FormData& form) {
    std::string result;
    for (const auto& [name, value] : form) {
        result += name + "=";
        if (value.is_text()) {
            result += value.text() + "|";
            continue;
        }
        UploadFile file = value.file();
        CHECK(file.file.tell() == 0);
        result += "<" + file.filename + "," + file.content_type.value_or("-") + "," +
                  std::to_string(file.size) + ">" + file.file.read() + "|";
        file.file.seek(0);
    }
    return result;
}

std::string fed(std::string_view content_type, const std::vector<std::string_view>& pieces,
                const FormLimits& limits) {
    try {
        form_reader reader(content_type, limits);
        for (const std::string_view piece : pieces) {
            const std::vector<char> copy(piece.begin(), piece.end());
            reader.feed({copy.data(), copy.size()});
        }
        return described(reader.finish());
    } catch (const HTTPException& refused) {
        return std::to_string(refused.status_code) + " " + refused.detail.as_string();
    }
}

/// In one piece, byte by byte, and split at every place: always the same.
std::string read(std::string_view content_type, std::string_view body,
                 const FormLimits& limits = {}) {
    const std::string whole = fed(content_type, {body}, limits);
    std::vector<std::string_view> drops;
    for (std::size_t i = 0; i < body.size(); ++i) drops.push_back(body.substr(i, 1));
    CHECK(fed(content_type, drops, limits) == whole);
    for (std::size_t i = 0; i <= body.size(); ++i)
        if (fed(content_type, {body.substr(0, i), body.substr(i)}, limits) != whole)
            FAIL("split at " << i);
    return whole;
}

std::string part(std::string_view disposition, std::string_view text,
                 std::string_view content_type = {}) {
    std::string result = "--oracle-boundary\r\nContent-Disposition: " + std::string(disposition);
    if (!content_type.empty()) result.append("\r\nContent-Type: ").append(content_type);
    return result.append("\r\n\r\n").append(text).append("\r\n");
}

std::string whole(const std::string& parts) { return parts + "--oracle-boundary--\r\n"; }

/// The name (and file name) that a part of that disposition gets.
std::string named(std::string_view disposition) {
    return read(multipart, whole(part(disposition, "x")));
}

}  // namespace

TEST_CASE("urlencoded: names and values are decoded") {
    CHECK(read(urlencoded, "username=alice&password=wonder+land%26%C3%A9") ==
          "username=alice|password=wonder land&\xC3\xA9|");
    CHECK(read(urlencoded, "a=1&b=x+y%21&a=2&empty=") == "a=1|b=x y!|a=2|empty=|");
    CHECK(read(urlencoded, "a%3Db=c%3Dd=e") == "a=b=c=d=e|");
    CHECK(read(urlencoded, "a;b=1;c=2") == "a;b=1;c=2|");
    CHECK(read(urlencoded, "%FF=%zz%4&x=%C3&y=%E2%82x") ==
          "\xEF\xBF\xBD=%zz%4|x=\xEF\xBF\xBD|y=\xEF\xBF\xBDx|");
    CHECK(read(urlencoded, "") == "");
}

TEST_CASE("urlencoded: only what is percent-coded is UTF-8, other bytes are Latin-1") {
    CHECK(read(urlencoded, "a=\xE9&b=\xC3\xA9") == "a=\xC3\xA9|b=\xC3\x83\xC2\xA9|");
    CHECK(read(urlencoded, "\xE9=%C3%A9+\xE9") == "\xC3\xA9=\xC3\xA9 \xC3\xA9|");
    CHECK(read(urlencoded, "a=%C3\xA9&b=%\xE9") == "a=\xEF\xBF\xBD\xC2\xA9|b=%\xC3\xA9|");
}

TEST_CASE("urlencoded: what is between two '&' is a field, unless there is nothing") {
    CHECK(read(urlencoded, "&&a=1&&&b&") == "a=1|b=|");
    CHECK(read(urlencoded, "=") == "=|");
    CHECK(read(urlencoded, "=x&y=&z") == "=x|y=|z=|");
    CHECK(read(urlencoded, "a=b=c&==") == "a=b=c|==|");
    CHECK(read(urlencoded, "\r\na=1\r\n") == "\r\na=1\r\n|");
}

TEST_CASE("urlencoded: fields are counted and measured, with Starlette's texts") {
    const FormLimits limits{.max_fields = 3, .max_part_size = 4};
    CHECK(read(urlencoded, "a&b&&c&", limits) == "a=|b=|c=|");
    CHECK(read(urlencoded, "a&b&c&d", limits) ==
          "400 Too many fields. Maximum number of fields is 3.");
    CHECK(read(urlencoded, "a=123&=1234&1234", limits) == "a=123|=1234|1234=|");
    CHECK(read(urlencoded, "a=1234", limits) == "400 Field exceeded maximum size of 0KB.");
    CHECK(read(urlencoded, "a==123", limits) == "400 Field exceeded maximum size of 0KB.");
    CHECK(read(urlencoded, "%41%42", limits) == "400 Field exceeded maximum size of 0KB.");

    std::string many;
    for (int i = 0; i < 1000; ++i) many += "a=1&";
    CHECK(fed(urlencoded, {many}, {}).size() == 4000);
    CHECK(fed(urlencoded, {many, "b=2"}, {}) ==
          "400 Too many fields. Maximum number of fields is 1000.");
    const std::string large = "a=" + std::string(1024 * 1024 - 1, 'x');
    CHECK(fed(urlencoded, {large}, {}).size() == large.size() + 1);
    CHECK(fed(urlencoded, {large, "x"}, {}) == "400 Field exceeded maximum size of 1024KB.");
}

TEST_CASE("multipart form: the recorded bodies give the recorded forms") {
    CHECK(read(multipart, whole(part("form-data; name=\"file\"; filename=\"a.txt\"", "hello",
                                     "text/plain"))) == "file=<a.txt,text/plain,5>hello|");
    const std::string binary("\x00\r\n--oracle\r\n\xFF\xFE", 13);
    CHECK(fed(multipart, {whole(part("form-data; name=\"file\"; filename=\"b.bin\"", binary))},
              {}) == "file=<b.bin,-,13>" + binary + "|");
    CHECK(read(multipart, whole(part("form-data; name=\"file\"; filename=\"a.txt\"", ""))) ==
          "file=<a.txt,-,0>|");
    CHECK(read(multipart, whole(part("form-data; name=\"username\"", "alice") +
                                part("form-data; name=\"password\"", "wonder land&\xC3\xA9"))) ==
          "username=alice|password=wonder land&\xC3\xA9|");
    CHECK(fed("multipart/form-data", {whole(part("form-data; name=\"a\"", "1"))}, {}) ==
          "400 Missing boundary in multipart.");
    CHECK(fed("multipart/form-data; boundary=", {whole(part("form-data; name=\"a\"", "1"))}, {}) ==
          "400 Invalid multipart data.");
}

TEST_CASE("multipart form: names and file names of a part") {
    const struct {
        std::string_view disposition, result;
    } table[] = {
        {"form-data; name=\"a\"", "a=x|"},
        {"form-data; name=a", "a=x|"},
        {"form-data; name=\"\"", "=x|"},
        {"form-data; name", "=x|"},
        {"attachment; NAME=\"a\"", "a=x|"},
        {"form-data; name=\"a\\\"b\"", "a\"b=x|"},
        {"form-data; name=\"a%22b%0D%0A\"", "a%22b%0D%0A=x|"},
        {"form-data; name=\"a; b\"; filename=\"c;d\"", "a; b=<c;d,-,1>x|"},
        {"form-data; name=\"f\"; filename=\"r\xC3\xA9sum\xC3\xA9 \xE2\x9C\x93.txt\"",
         "f=<r\xC3\xA9sum\xC3\xA9 \xE2\x9C\x93.txt,-,1>x|"},
        {"form-data; name=\"f\"; filename=\"r\xE9.txt\"", "f=<r\xC3\xA9.txt,-,1>x|"},
        {"form-data; name=\"f\"; filename=\"../../etc/passwd\"", "f=<../../etc/passwd,-,1>x|"},
        {"form-data; name=\"f\"; filename=\"dir/a.txt\"", "f=<dir/a.txt,-,1>x|"},
        {"form-data; name=\"f\"; filename=\"C:\\dir\\a.txt\"", "f=<a.txt,-,1>x|"},
        {"form-data; name=\"f\"; filename=\"\"", "f=<,-,1>x|"},
        {"form-data; name=\"f\"; filename=\"a\"; filename*=utf-8''b", "f=<a,-,1>x|"},
        {"form-data; name=\"f\"; filename*=utf-8''b", "f=x|"},
        {"form-data; filename=\"a\"",
         "400 The Content-Disposition header field \"name\" must be provided."},
        {"form-data", "400 The Content-Disposition header field \"name\" must be provided."},
        {"form-data; name*=a",
         "400 The Content-Disposition header field \"name\" must be provided."},
        {"form-data; name=\"a\r\nb\"", "400 Invalid multipart data."},
        {"form-data; name=\"a\nb\"", "400 Invalid multipart data."},
    };
    for (const auto& row : table) CHECK(named(row.disposition) == row.result);
    CHECK(read(multipart, whole("--oracle-boundary\r\nX: y\r\n\r\nx\r\n")) ==
          "400 The Content-Disposition header field \"name\" must be provided.");
    CHECK(read(multipart, whole("--oracle-boundary\r\nContent-Disposition: x; name=a\r\n"
                                "content-disposition: x; name=b\r\n\r\nx\r\n")) == "b=x|");
}

TEST_CASE("multipart form: text is of the request's charset, else Latin-1") {
    const std::string utf8 = whole(part("form-data; name=\"\xC3\xA9\"", "\xC3\xA9"));
    const std::string latin1 = whole(part("form-data; name=\"\xE9\"", "\xE9"));
    const std::string type(multipart);
    for (const std::string charset :
         {"", "; charset=utf-8", "; charset=\"UTF8\"", "; Charset=Utf_8"})
        CHECK(read(type + charset, utf8) == "\xC3\xA9=\xC3\xA9|");
    for (const std::string charset :
         {"", "; charset=latin-1", "; charset=ascii", "; charset=nonsense"})
        CHECK(read(type + charset, latin1) == "\xC3\xA9=\xC3\xA9|");
    CHECK(read(type + "; charset=iso-8859-1", utf8) == "\xC3\x83\xC2\xA9=\xC3\x83\xC2\xA9|");
    // The charset of a part says nothing.
    CHECK(read(multipart, whole(part("form-data; name=a", "\xC3\xA9",
                                     "text/plain; charset=latin-1"))) == "a=\xC3\xA9|");
}

TEST_CASE("multipart form: a body that breaks off gives the parts that were whole") {
    const std::string first = part("form-data; name=\"a\"", "1"),
                      second = part("form-data; name=\"f\"; filename=\"x\"", "2");
    CHECK(read(multipart, first + second) == "a=1|");
    CHECK(read(multipart, first) == "");
    CHECK(read(multipart, "") == "");
    CHECK(read(multipart, whole(first + second)) == "a=1|f=<x,-,1>2|");
    const std::string body = whole(first + second);
    for (std::size_t size = 0; size <= body.size(); ++size) {
        const std::string cut = fed(multipart, {std::string_view(body).substr(0, size)}, {});
        CHECK(std::string_view("a=1|f=<x,-,1>2|").starts_with(cut));
    }
}

TEST_CASE("multipart form: what is no multipart is refused") {
    const std::string good = whole(part("form-data; name=\"a\"", "1"));
    CHECK(read(multipart, "preamble\r\n" + good) == "400 Invalid multipart data.");
    CHECK(read(multipart, "--oracle-boundary\nContent-Disposition: form-data; name=\"a\"\n\n1\n") ==
          "400 Invalid multipart data.");
    CHECK(read(multipart, "a=1&b=2") == "400 Invalid multipart data.");
    CHECK(read(multipart, "\r\n" + good + "epilogue") == "a=1|");
    CHECK(
        read("multipart/form-data; boundary=\"with space\"; x=y",
             "--with space\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--with space--") ==
        "a=1|");
}

TEST_CASE("multipart form: fields and files are counted, fields measured, with Starlette's texts") {
    const FormLimits limits{.max_files = 1, .max_fields = 2, .max_part_size = 1500};
    const std::string field = part("form-data; name=\"a\"", "1"),
                      file = part("form-data; name=\"f\"; filename=\"x\"", "2");
    CHECK(read(multipart, whole(field + field + file), limits) == "a=1|a=1|f=<x,-,1>2|");
    CHECK(read(multipart, whole(field + file + field + field), limits) ==
          "400 Too many fields. Maximum number of fields is 2.");
    CHECK(read(multipart, whole(file + file), limits) ==
          "400 Too many files. Maximum number of files is 1.");
    const std::string most(1500, 'x');
    CHECK(fed(multipart, {whole(part("form-data; name=\"a\"", most))}, limits) ==
          "a=" + most + "|");
    CHECK(fed(multipart, {whole(part("form-data; name=\"a\"", most + "x"))}, limits) ==
          "400 Part exceeded maximum size of 1KB.");
    CHECK(fed(multipart, {whole(part("form-data; name=a; filename=b", most + "x"))}, limits) ==
          "a=<b,-,1501>" + most + "x|");

    std::string many;
    for (int i = 0; i < 1000; ++i) many += field + file;
    CHECK(fed(multipart, {whole(many)}, {}).size() == 1000 * std::string("a=1|f=<x,-,1>2|").size());
    CHECK(fed(multipart, {many, field}, {}) ==
          "400 Too many fields. Maximum number of fields is 1000.");
    CHECK(fed(multipart, {many, file}, {}) ==
          "400 Too many files. Maximum number of files is 1000.");
    const std::string large(1024 * 1024 + 1, 'x');
    CHECK(fed(multipart, {whole(part("form-data; name=a", large))}, {}) ==
          "400 Part exceeded maximum size of 1024KB.");
}

TEST_CASE("multipart form: large files go to the disk, small ones do not") {
    form_reader reader(multipart, {.spool_max_size = 4});
    reader.feed(part("form-data; name=a; filename=a", "1234"));
    reader.feed(part("form-data; name=b; filename=b", "12345"));
    reader.feed("--oracle-boundary--");
    const FormData form = reader.finish();
    CHECK(form["a"].file().file.in_memory());
    CHECK_FALSE(form["b"].file().file.in_memory());
    CHECK(described(form) == "a=<a,-,4>1234|b=<b,-,5>12345|");
}

TEST_CASE("multipart form: whoever feeds it learns beforehand whether that may write to the disk") {
    form_reader reader(multipart, {.spool_max_size = 6});
    CHECK_FALSE(reader.may_write_to_disk(100));
    reader.feed(
        "--oracle-boundary\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n123");
    CHECK_FALSE(reader.may_write_to_disk(3));
    CHECK(reader.may_write_to_disk(4));
    reader.feed("4567");
    CHECK(reader.may_write_to_disk(0));
    reader.feed("\r\n--oracle-boundary--");
    CHECK_FALSE(reader.may_write_to_disk(100));
    CHECK_FALSE(form_reader(urlencoded).may_write_to_disk(100));
}

TEST_CASE("form: what is kept in memory is limited as a whole") {
    const FormLimits limits{.max_part_size = 8, .max_memory = 10};
    CHECK(read(urlencoded, "a=123&b=1234", limits) == "a=123|b=1234|");
    CHECK(read(urlencoded, "a=123&b=1234&c=12", limits).starts_with("413 "));
    const std::string five = part("form-data; name=a", "12345"),
                      six = part("form-data; name=a", "123456");
    CHECK(read(multipart, whole(five + five), limits) == "a=12345|a=12345|");
    CHECK(read(multipart, whole(five + six), limits).starts_with("413 "));
    const std::string file = part("form-data; name=f; filename=x", "123456");
    CHECK(read(multipart, whole(file + file + five), limits) ==
          "f=<x,-,6>123456|f=<x,-,6>123456|a=12345|");
}

TEST_CASE(
    "multipart form: of many files only the first are kept in memory, but small ones always") {
    form_reader reader(multipart, {.spool_max_size = 80'000, .max_memory = 100'000});
    for (const std::size_t size : {70'000u, 70'000u, 50'000u, 80'000u, 65'536u})
        reader.feed(part("form-data; name=f; filename=x", std::string(size, 'x')));
    reader.feed("--oracle-boundary--");
    const FormData form = reader.finish();
    std::string places;
    for (const FormValue* const value : form.getlist("f"))
        places += value->file().file.in_memory() ? 'm' : 'd';
    CHECK(places == "mdmdm");
}

TEST_CASE("multipart form: a file keeps the headers of its part, which are Latin-1") {
    form_reader reader(multipart);
    reader.feed(
        "--oracle-boundary\r\nContent-Disposition: form-data; name=f; filename=\"b.bin\"\r\n"
        "Content-Type: image/png\r\nX-Odd:  a \xE9\r\nX-UTF: \xC3\xA9\r\nEmpty:\r\n\r\n\r\n--oracle-boundary--");
    const FormData form = reader.finish();
    const UploadFile& file = form["f"].file();
    CHECK(file.headers.block() ==
          "content-disposition: form-data; name=f; filename=\"b.bin\"\r\n"
          "content-type: image/png\r\nx-odd: a \xC3\xA9\r\nx-utf: \xC3\x83\xC2\xA9\r\nempty: \r\n");
    CHECK(file.content_type == "image/png");
}

TEST_CASE("form reader: which Content-Type is a form") {
    const struct {
        std::string_view content_type, result;
    } table[] = {
        {"application/x-www-form-urlencoded", "a=1|"},
        {"application/x-www-form-urlencoded; charset=utf-8", "a=1|"},
        {"Application/X-WWW-Form-Urlencoded", "a=1|"},
        {" application/x-www-form-urlencoded ", "a=1|"},
        {"Application/X-WWW-Form-Urlencoded; charset=utf-8", ""},
        {"application/x-url-encoded", ""},
        {"application/json", ""},
        {"", ""},
        {"Multipart/Form-Data; boundary=a", ""},
        {"Multipart/Form-Data", "400 Missing boundary in multipart."},
        {"multipart/mixed; boundary=a", ""},
    };
    for (const auto& row : table) CHECK(read(row.content_type, "a=1") == row.result);
    CHECK(form_reader(urlencoded).is_form());
    CHECK(form_reader(multipart).is_form());
    CHECK_FALSE(form_reader("text/plain").is_form());
}

TEST_CASE("form data: the last value of a name counts, and all can be had") {
    FormData form{{"a", "1"}, {"b", ""}, {"a", UploadFile(SpooledFile(), "x")}};
    CHECK(form.size() == 3);
    CHECK(form.multi_items().size() == 3);
    CHECK(form["a"].is_file());
    CHECK(form["b"] == "");
    CHECK(form.get("c") == nullptr);
    CHECK_FALSE(form.contains("c"));
    form.append("a", "3");
    CHECK(form["a"] == "3");
    const auto values = form.getlist("a");
    REQUIRE(values.size() == 3);
    CHECK(*values[0] == "1");
    CHECK(values[1]->file().filename == "x");
    CHECK_FALSE(*values[1] == "x");
    CHECK(form.getlist("c").empty());
    CHECK_THROWS_WITH_AS(form["c"], "fastapi: there is no form field 'c'", std::out_of_range);
    CHECK_THROWS_AS(values[1]->text(), std::logic_error);
    CHECK_THROWS_AS(values[0]->file(), std::logic_error);
    CHECK(FormData().empty());
}

TEST_CASE(
    "form data: what the user left blank is an empty text, or a file without name and bytes") {
    CHECK(FormValue("").blank());
    CHECK_FALSE(FormValue(" ").blank());
    CHECK(FormValue(UploadFile()).blank());
    CHECK_FALSE(FormValue(UploadFile(SpooledFile(), "a.txt")).blank());
    SpooledFile contents;
    contents.write("x");
    CHECK_FALSE(FormValue(UploadFile(contents)).blank());
}
