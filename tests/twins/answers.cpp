// Answers: response models and what they leave out, values as JSON, statuses, headers and cookies,
// classes of responses, files, folders and streams.

#include "twins.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

using namespace fastapi;

namespace {

// ---- response models

struct Street {
    std::string name;
    Field<std::optional<int>> number;
};

struct Address {
    std::string city;
    Street street;
    Field<std::string, alias("zipCode")> zip_code = "00000";
};

struct Person {
    int id;
    Field<std::string, alias("fullName")> full_name;
    Field<std::optional<std::string>> nickname;
    Address home;
    Field<std::vector<Address>> former = std::vector<Address>();
    Field<std::map<std::string, Address>> by_year = std::map<std::string, Address>();
    Field<double> karma = 0.0;
};

struct Cat {
    Literal<"cat"> kind;
    std::string name;
    int lives = 9;
};

struct Dog {
    Literal<"dog"> kind;
    std::string name;
    bool barks = false;
};

dict stored_address(const std::string& city, const any& number) {
    return dict{{"city", city},
                {"street", dict{{"name", "High Street"}, {"number", number}, {"hidden", 1}}},
                {"secret", "s"}};
}

dict stored() {
    dict bonn = stored_address("Bonn", 3);
    bonn["zipCode"] = "53111";
    return dict{{"id", 7},
                {"fullName", "Ann Lee"},
                {"password", "p"},
                {"home", stored_address("Oslo", 5)},
                {"former", list{stored_address("Rome", nullptr), bonn}},
                {"by_year", dict{{"1999", stored_address("Lima", 9)}}}};
}

APIRouter people() {
    APIRouter router({.prefix = "/people", .tags = {"people"}});
    router.get<Person>("/whole", {.name = "read_whole"}, stored);
    router.get<std::vector<Person>>("/list", {.name = "read_list"}, [] {
        return list{stored(), stored()};
    });
    router.get<std::map<std::string, std::vector<Person>>>("/map", {.name = "read_map"}, [] {
        return dict{{"all", list{stored()}}, {"none", list{}}};
    });
    router.get<Person>(
        "/include", {.name = "read_include", .response_model_include = {"id", "home.street.name"}},
        stored);
    router.get<Person>("/exclude",
                       {.name = "read_exclude",
                        .response_model_exclude = {"id", "home.street.number", "home.city",
                                                   "former.street", "by_year.city"}},
                       stored);
    router.get<Person>("/unset", {.name = "read_unset", .response_model_exclude_unset = true},
                       stored);
    router.get<Person>("/defaults",
                       {.name = "read_defaults", .response_model_exclude_defaults = true}, stored);
    router.get<Person>("/none", {.name = "read_none", .response_model_exclude_none = true}, stored);
    router.get<std::vector<Person>>("/by-name",
                                    {.name = "read_by_name", .response_model_by_alias = false},
                                    [] { return list{stored()}; });
    router.get<std::variant<Cat, Dog>>(
        "/pets/{kind}", {.name = "read_pet"}, [](Path<"kind", std::string> kind) {
            return dict{{"kind", kind}, {"name", "Tom"}, {"owner", "secret"}};
        });
    router.get<std::tuple<int, std::optional<Street>>>("/pairs", {.name = "read_pairs"}, [] {
        return list{1, dict{{"name", "Mews"}, {"hidden", true}}};
    });
    router.get<std::optional<Person>>(
        "/maybe/{found}", {.name = "read_maybe", .response_model_exclude_none = true},
        [](Path<"found", bool> found) { return found ? any(stored()) : any(); });
    router.get<Street>("/crash", {.name = "read_crash"}, [] { return dict{{"name", 5}}; });
    router.get("/free", {.name = "read_free"}, [] {
        return dict{{"name", 5}, {"anything", true}};
    });
    return router;
}

// ---- values as JSON

enum class Colour { red, blue };
enum class Level { low = 1, high = 2 };

struct Values {
    Field<double> number = 0.0;
    Field<int> integer = 0;
    Field<std::string> text = "";
    Field<std::optional<datetime>> moment;
    Field<std::optional<date>> day;
    Field<std::optional<fastapi::time>> clock;
    Field<std::optional<timedelta>> span;
    Field<std::optional<Decimal>> price;
    Field<bytes> raw = bytes("");
    Field<std::optional<UUID>> id;
    Field<Colour> colour = Colour::red;
    Field<IntEnum<Level>> level = Level::low;
    Field<std::set<int>> numbers = std::set<int>();
    Field<std::tuple<double, bool>> point = std::tuple{0.5, true};
};

APIRouter values() {
    APIRouter router({.prefix = "/values", .tags = {"values"}});
    router.post<Values>("/model", {.name = "send_model"}, [](Values sent) { return sent; });
    router.post("/dict", {.name = "send_dict"}, [](Values sent) {
        return dict{{"number", sent.number}, {"text", sent.text},   {"moment", sent.moment},
                    {"day", sent.day},       {"clock", sent.clock}, {"span", sent.span},
                    {"price", sent.price},   {"raw", sent.raw},     {"id", sent.id},
                    {"colour", sent.colour}, {"level", sent.level}, {"numbers", sent.numbers},
                    {"point", sent.point},   {"model", sent}};
    });
    router.post("/encoder", {.name = "send_encoded"}, [](Values sent) {
        return JSONResponse(jsonable_encoder(sent, {.exclude_unset = true}));
    });
    router.get<Values>("/priced", {.name = "send_priced", .response_model_exclude_unset = true},
                       [] {
                           return dict{{"price", Decimal("12.5")},
                                       {"span", timedelta(1, -1)},
                                       {"number", 1e16},
                                       {"moment", datetime(2024, 1, 15)},
                                       {"colour", Colour::blue},
                                       {"level", 2},
                                       {"raw", bytes(std::string_view("\0\xC3\xA9", 3))},
                                       {"id", UUID("00000000-0000-0000-0000-000000000007")}};
                       });
    router.post("/numbers", {.name = "send_numbers"},
                [](Body<"numbers", std::vector<double>> numbers) { return any(numbers.get()); });
    return router;
}

// ---- statuses and headers

void stamp(Response& response) {
    response.headers.set("X-Stamp", "dependency");
    response.set_cookie("stamp", "1");
}

APIRouter statuses() {
    APIRouter router({.prefix = "/statuses", .tags = {"statuses"}});
    router.delete_("/204", {.status_code = 204, .name = "delete_quietly"},
                   [](Response& response) { response.headers.set("X-Deleted", "yes"); });
    router.get("/304", {.status_code = 304, .name = "not_modified"}, [] {});
    router.get("/json/{code}", {.name = "json_of_status"}, [](Path<"code", int> code) {
        const bool is_empty = code == 204 || code == 304;
        return JSONResponse(is_empty ? any() : any(dict{{"code", code}}), code);
    });
    router.get("/empty/{code}", {.name = "empty_of_status"},
               [](Path<"code", int> code) { return Response(code); });
    router.get("/chosen/{code}", {.status_code = 201, .name = "chosen_status"},
               [](Path<"code", int> code, Response& response) {
                   response.status_code = code;
                   return dict{{"code", code}};
               });
    router.get("/error/{code}", {.name = "error_of_status"}, [](Path<"code", int> code) {
        throw HTTPException(code, dict{{"code", code}, {"at", list{1.5, nullptr}}},
                            {{"X-Code", std::to_string(code)}, {"Retry-After", "5"}});
    });
    router.get("/error-type", {.name = "error_with_type"}, [] {
        throw HTTPException(409, "typed", {{"Content-Type", "application/problem+json"}});
    });
    router.get("/headers", {.dependencies = {depends<stamp>}, .name = "send_headers"},
               [](Response& response) {
                   response.headers.set("X-One", "1");
                   response.headers.set("x-one", "2");
                   response.headers.append("X-Two", "a");
                   response.headers.append("X-Two", "b");
                   response.headers.set("Cache-Control", "no-store");
                   return dict{{"sent", true}};
               });
    router.get("/headers/own", {.dependencies = {depends<stamp>}, .name = "send_own_headers"},
               [](Response& response) {
                   response.headers.set("X-One", "lost");
                   response.status_code = 202;
                   return JSONResponse(dict{{"own", true}}, 200, {{"X-Own", "kept"}});
               });
    router.get("/headers/error", {.dependencies = {depends<stamp>}, .name = "lose_headers"},
               [](Response& response) {
                   response.headers.set("X-One", "lost");
                   throw HTTPException(400, "bad", {{"X-Own", "kept"}});
               });
    return router;
}

// ---- cookies

APIRouter cookies() {
    APIRouter router({.prefix = "/cookies", .tags = {"cookies"}});
    router.get("/options", {.name = "set_cookies"}, [](Response& response) {
        response.set_cookie("plain", "v");
        response.set_cookie("bare", "v", {.path = "", .samesite = ""});
        response.set_cookie("full", "a b",
                            {.max_age = 60,
                             .path = "/x",
                             .domain = "example.com",
                             .secure = true,
                             .httponly = true,
                             .samesite = "strict",
                             .partitioned = true});
        response.set_cookie("none", "", {.secure = true, .samesite = "none"});
        response.set_cookie("past", "1", {.max_age = -5});
        response.set_cookie("until", "1", {.expires = 60});
        response.set_cookie("dated", "1", {.expires = "Wed, 21 Oct 2037 07:28:00 GMT"});
        response.delete_cookie("gone");
        response.delete_cookie("away", {.path = "/x",
                                        .domain = "example.com",
                                        .secure = true,
                                        .httponly = true,
                                        .samesite = "none"});
    });
    router.post("/value", {.name = "set_value"},
                [](Response& response, Form<"value", std::string, defaults_to("")> value) {
                    response.set_cookie("value", value);
                    return any(value);
                });
    return router;
}

// ---- classes of responses

constexpr ResponseClass csv{ResponseClass::kinds::text, "text/csv"};

APIRouter texts() {
    APIRouter router({.prefix = "/texts", .tags = {"texts"}, .default_response_class = plain_text});
    router.get("/plain", {.name = "plain"}, [] { return any("plain ✓"); });
    router.get("/html", {.status_code = 203, .name = "html", .response_class = html},
               [] { return "<p>é</p>"; });
    router.get("/csv", {.name = "csv", .response_class = csv}, [](Response& response) {
        response.headers.set("X-Rows", "1");
        return "a,b\n1,2\n";
    });
    router.get("/json", {.name = "json", .response_class = ResponseClass::json}, [] {
        return dict{{"text", "✓"}};
    });
    router.get("/empty", {.name = "empty"}, [] { return ""; });
    router.get("/redirect", {.name = "redirect", .response_class = redirect},
               [] { return "/texts/plain?q=a b"; });
    router.get("/redirect/chosen",
               {.status_code = 308, .name = "redirect_chosen", .response_class = redirect},
               [](Response& response) {
                   response.status_code = 303;
                   return "https://example.com/ü";
               });
    router.post("/typed", {.name = "typed"},
                [](Form<"media_type", std::string, defaults_to("")> media_type,
                   Form<"body", std::string, defaults_to("")> body) {
                    return Response(body, 200, {}, media_type);
                });
    return router;
}

// ---- files, folders, streams

std::string make_folder() {
    std::string folder = std::filesystem::temp_directory_path() / "answers-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no folder for files");
    std::filesystem::create_directory(folder + "/sub");
    for (const char* const name : {"notes.txt", "index.html", "404.html", "data.unknownext",
                                   "empty.csv", "style.css", "sub/index.html", "sub/a b.json"}) {
        const std::string path = folder + "/" + name;
        std::ofstream file(path);
        for (int i = 0; i < 10 && path.ends_with(".txt"); ++i) file << "0123456789";
        if (!path.ends_with(".txt") && !path.ends_with(".csv")) file << name;
        file.close();
        const ::timespec moments[2] = {{1705314600, 0}, {1705314600, 0}};
        ::utimensat(AT_FDCWD, path.c_str(), moments, 0);
    }
    return folder;
}

APIRouter files(const std::string& folder) {
    APIRouter router({.prefix = "/files", .tags = {"files"}});
    const auto named = [folder](Query<"name", std::optional<std::string>> name,
                                Query<"media_type", std::optional<std::string>> media_type,
                                Query<"inline", bool, false> is_inline,
                                Query<"code", int, 200> code) {
        return FileResponse({.path = folder + "/notes.txt",
                             .filename = name.value_or(""),
                             .media_type = media_type.value_or(""),
                             .status_code = code,
                             .headers = {{"X-File", "notes"}},
                             .content_disposition_type = is_inline ? "inline" : "attachment"});
    };
    router.head("/named", {.name = "named"}, named);
    router.get("/named", {.name = "named"}, named);
    router.get("/of/{name:path}", {.name = "of"}, [folder](Path<"name", std::string> name) {
        return FileResponse(folder + "/" + name);
    });
    return router;
}

APIRouter streams() {
    APIRouter router({.prefix = "/streams", .tags = {"streams"}});
    const auto stream_texts = [] {
        return StreamingResponse(std::vector<std::string>{"a", "", "é", "", "b"}, 200, {},
                                 "text/plain");
    };
    router.head("/texts", {.name = "stream_texts"}, stream_texts);
    router.get("/texts", {.name = "stream_texts"}, stream_texts);
    router.get("/none", {.name = "stream_none"},
               [] { return StreamingResponse(std::vector<std::string>()); });
    router.get("/status/{code}", {.name = "stream_status"}, [](Path<"code", int> code) {
        std::vector<std::string> content;
        if (code != 204 && code != 304) content.push_back("x");
        return StreamingResponse(content, code, {{"X-Stream", "1"}}, "application/x-ndjson");
    });
    return router;
}

}  // namespace

int twins::answers(int argc, char** argv) {
    FastAPI app({.title = "Answers"});
    const std::string folder = make_folder();
    for (const APIRouter& router :
         {people(), values(), statuses(), cookies(), texts(), files(folder)})
        app.include_router(router);
    app.mount("/static", StaticFiles({.directory = folder}));
    app.mount("/site", StaticFiles({.directory = folder, .html = true}));
    app.include_router(streams());
    const int status = app.run(argc, argv);
    std::filesystem::remove_all(folder);
    return status;
}
