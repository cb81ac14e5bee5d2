// Response types: HTML, text, redirects, files, streams, and the two ways in which values become
// JSON.

#include "seed_app.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

using namespace fastapi;

namespace {

/// A folder with the files that are sent, as old as the clock of the reference; removed at the end.
class Files {
public:
    Files() {
        write("annual.pdf", "%PDF-1.4\n% a stand-in report\n%%EOF\n");
        write("notes.txt", "0123456789abcdefghijklmnopqrstuvwxyz\n");
        std::string big;
        for (int i = 0; i < 256 * 800; ++i) big.push_back(static_cast<char>(i & 0xFF));
        write("big.bin", big);
    }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;
    ~Files() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    std::string path(const char* name) const { return folder_ + "/" + name; }

private:
    static std::string make_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "seed-app-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::system_error(errno, std::generic_category(), name);
        return name;
    }

    void write(const char* name, std::string_view contents) const {
        std::ofstream(path(name), std::ios::binary) << contents;
        const ::timespec moment{1705314600, 0};
        const ::timespec access_and_change[2] = {moment, moment};
        if (::utimensat(AT_FDCWD, path(name).c_str(), access_and_change, 0) != 0)
            throw std::system_error(errno, std::generic_category(), path(name));
    }

    std::string folder_ = make_folder();
};

const Files& files() {
    static const Files made;
    return made;
}

const UUID fixed_id("12345678-1234-5678-1234-567812345678");

enum class SortOrder { asc, desc };

struct Priced {
    Decimal price;
    datetime at;
    double ratio = 0.1;
};

struct Profile {
    int id;
    Field<std::string, defaults_to("anonymous")> name;  // not set, unlike one with an initialiser
    Field<std::optional<std::string>> email;
    Field<std::optional<std::string>> nickname;
    Field<double, defaults_to(0.0)> score;
};

void add_texts(APIRouter& router) {
    router.get("/html", {.name = "get_html", .response_class = html},
               [] { return "<h1>Hello World</h1>"; });

    router.get("/text", {.name = "get_text", .response_class = plain_text},
               [] { return "plain – text ✓"; });

    router.get("/raw", {.name = "raw_response"}, [] {
        return Response(std::string("\x00\x01\xff", 3), 200, {}, "application/octet-stream");
    });

    router.get("/xml", {.name = "xml_response"}, [] {
        return Response("<?xml version='1.0'?><a>1</a>", 200, {}, "application/xml");
    });

    router.get("/no-type", {.name = "no_type_response"}, [] {
        return Response("typeless", 203, {{"X-One", "1"}});
    });
}

void add_redirects(APIRouter& router) {
    router.get("/redirect", {.name = "redirect"},
               [] { return RedirectResponse("/s16/new-location", 302); });

    router.get("/redirect/default", {.name = "redirect_default"},
               [] { return RedirectResponse("/s16/new-location"); });

    router.get("/redirect/odd", {.name = "redirect_odd"},
               [] { return RedirectResponse("/s16/new-location?q=a b&ü=é#frag", 303); });

    router.get("/redirect/class",
               {.status_code = 301, .name = "redirect_class", .response_class = redirect},
               [] { return "/s16/new-location"; });

    router.get("/new-location", {.name = "new_location"},
               [](Query<"q", std::optional<std::string>> q) {
                   return dict{{"arrived", true}, {"q", q}};
               });
}

FileResponse report() {
    return FileResponse({.path = files().path("annual.pdf"),
                         .filename = "annual-report.pdf",
                         .media_type = "application/pdf"});
}

void add_files(APIRouter& router) {
    router.get("/file", {.name = "download_file"}, [] { return report(); });
    router.head("/file", {.name = "head_file"}, [] { return report(); });

    router.get("/file/guess", {.name = "download_guess"},
               [] { return FileResponse(files().path("notes.txt")); });

    router.get("/file/unicode", {.name = "download_unicode"}, [] {
        return FileResponse({.path = files().path("notes.txt"),
                             .filename = "résumé 1.txt",
                             .content_disposition_type = "inline"});
    });

    router.get("/file/big", {.name = "download_big"},
               [] { return FileResponse(files().path("big.bin")); });

    router.get("/file/missing", {.name = "download_missing"},
               [] { return FileResponse(files().path("does-not-exist.txt")); });
}

async_generator<std::string> fake_video_streamer() {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (int i = 0; i < 10; ++i) {
        co_yield "video chunk data";
        timer.expires_after(std::chrono::milliseconds(1));
        co_await timer.async_wait(asio::use_awaitable);
    }
}

void add_streams(APIRouter& router) {
    router.get("/stream", {.name = "stream_video"}, []() -> async<Response> {
        co_return StreamingResponse(fake_video_streamer(), 200, {}, "video/mp4");
    });

    router.get("/stream/lines", {.name = "stream_lines"}, [] {
        std::vector<std::string> lines;
        for (int i = 0; i < 5; ++i) lines.push_back("line " + std::to_string(i) + "\n");
        return StreamingResponse(lines, 200, {}, "text/plain");
    });
}

void add_encodings(APIRouter& router) {
    router.get("/custom", {.name = "custom_response"}, [] {
        const dict data{
            {"date", seed::fixed_now},
            {"naive", datetime(2024, 1, 15, 10, 30, 0, 123400)},
            {"day", date(2024, 2, 29)},
            {"clock", clock_time(8, 5)},
            {"span", timedelta({.days = 1, .seconds = 30, .milliseconds = 5})},
            {"id", fixed_id},
            {"whole", Decimal("10")},
            {"price", Decimal("12.50")},
            {"enum", SortOrder::desc},
            {"bytes", bytes("raw")},
            {"tuple", list{1, 2}},
            {"model", Priced{Decimal("12.50"), seed::fixed_now}},
            {"5", "integer key"},
            {"none", nullptr},
        };
        return JSONResponse(jsonable_encoder(data));
    });

    router.get("/implicit", {.name = "implicit_response"}, [] {
        return dict{{"date", seed::fixed_now},
                    {"id", fixed_id},
                    {"price", Decimal("12.50")},
                    {"span", timedelta({.hours = 1})}};
    });

    router.get("/modelled", {.name = "modelled_response"}, [] {
        return Priced{Decimal("12.50"), seed::fixed_now};
    });

    router.get("/encoder-options", {.name = "encoder_options"}, [] {
        Profile model{};
        model.id = 1;
        model.nickname = std::nullopt;
        model.score = 0.0;
        return dict{{"exclude_none", jsonable_encoder(model, {.exclude_none = true})},
                    {"exclude_unset", jsonable_encoder(model, {.exclude_unset = true})},
                    {"exclude_defaults", jsonable_encoder(model, {.exclude_defaults = true})},
                    {"include", jsonable_encoder(model, {.include = {"id", "score"}})},
                    {"exclude", jsonable_encoder(model, {.exclude = {"id"}})}};
    });
}

any plain_value(const std::string& kind) {
    const dict values{
        {"string", "text"}, {"int", 5},
        {"float", 5.0},     {"true", true},
        {"null", nullptr},  {"list", list{}},
        {"dict", dict{}},   {"unicode", "日本 é \u2028 \x7f \\ \" / \n"},
        {"exp", 1e100},     {"tiny", std::numeric_limits<double>::denorm_min()},
    };
    return values.get(kind, "unknown");
}

void add_values(APIRouter& router) {
    router.get("/json-headers", {.name = "json_headers"}, [] {
        return JSONResponse(dict{{"unicode", "日本 é"},
                                 {"float", 1e22},
                                 {"small", 1e-7},
                                 {"whole", 2.0},
                                 {"slash", "/<>&"}},
                            202, {{"X-Two", "2"}, {"Content-Type", "application/vnd.oracle+json"}});
    });

    // 2 to the power of 70 is no number of C++, but JSON may be written by hand.
    router.get("/plain-values/{kind}", {.name = "plain_values"},
               [](Path<"kind", std::string> kind) -> Response {
                   if (kind == "bigint")
                       return Response("1180591620717411303424", 200, {}, "application/json");
                   return JSONResponse(plain_value(kind));
               });

    router.get("/nan", {.name = "nan_response"}, [] {
        return dict{{"x", std::numeric_limits<double>::quiet_NaN()}};
    });

    router.get("/nan/modelled", {.name = "nan_modelled"}, [] {
        using limits = std::numeric_limits<double>;
        return std::map<std::string, double>{
            {"x", limits::quiet_NaN()}, {"y", limits::infinity()}, {"z", 1.5}};
    });
}

}  // namespace

APIRouter seed::s16() {
    files();
    APIRouter router({.prefix = "/s16", .tags = {"s16"}});
    add_texts(router);
    add_redirects(router);
    add_files(router);
    add_streams(router);
    add_encodings(router);
    add_values(router);
    return router;
}
