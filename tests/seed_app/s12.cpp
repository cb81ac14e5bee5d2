// File uploads: whole, in pieces, several, beside fields, as bytes.

#include "seed_app.hpp"
#include "sha256.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace fastapi;

namespace {

// Only coroutines look at them, and those share the one loop of the tests.
std::map<std::string, std::string> saved;

void add_saving(APIRouter& router) {
    router.post("/_reset", {.name = "reset_s12"}, []() -> async<dict> {
        saved.clear();
        co_return dict{{"reset", "s12"}};
    });

    router.post("/upload/save", {.name = "save_file"}, [](File<"file"> file) -> async<dict> {
        std::string data;
        int chunks = 0;
        for (;;) {
            const std::string chunk = co_await file.read(1024 * 64);
            if (chunk.empty()) break;
            data += chunk;
            ++chunks;
        }
        saved[file.filename] = std::move(data);
        co_return dict{{"saved", file.filename}, {"chunks", chunks}};
    });

    router.get("/saved/{filename}", {.name = "get_saved"},
               [](Path<"filename", std::string> filename) -> async<Response> {
                   const auto found = saved.find(filename);
                   if (found == saved.end()) throw HTTPException(404, "No such upload");
                   co_return Response(found->second, 200, {}, "application/octet-stream");
               });
}

void add_single(APIRouter& router) {
    router.post("/upload", {.name = "upload_file"}, [](File<"file"> file) -> async<dict> {
        const std::string contents = co_await file.read();
        co_return dict{{"filename", file.filename},
                       {"content_type", file.content_type},
                       {"size", contents.size()}};
    });

    router.post("/upload/bytes", {.name = "upload_bytes"},
                [](File<"file", bytes, max_length(20)> file) {
                    return dict{{"size", file.size()}, {"sha256", seed::sha256(file.str())}};
                });

    router.post("/upload/optional", {.name = "upload_optional"},
                [](File<"file", std::optional<UploadFile>> file) {
                    if (!file) return dict{{"message", "no file sent"}};
                    return dict{{"filename", file->filename}, {"size", file->size}};
                });

    router.post("/upload/inspect", {.name = "upload_inspect"},
                [](File<"file"> file) -> async<dict> {
                    const std::string contents = co_await file.read();
                    co_await file.seek(1);
                    const bytes second(co_await file.read(1));
                    dict headers;
                    for (const auto& [name, value] : file.headers) headers[name] = value;
                    co_return dict{{"filename", file.filename},
                                   {"content_type", file.content_type},
                                   {"headers", headers},
                                   {"size", file.size},
                                   {"sha256", seed::sha256(contents)},
                                   {"second_byte", second.hex()}};
                });
}

void add_several(APIRouter& router) {
    router.post("/upload/multiple", {.name = "upload_multiple"},
                [](File<"files", std::vector<UploadFile>, required> files) {
                    list answer;
                    for (const UploadFile& file : files)
                        answer.append(dict{{"filename", file.filename}, {"size", file.size}});
                    return answer;
                });

    router.post("/upload/with-metadata", {.name = "upload_with_metadata"},
                [](File<"file"> file, Form<"title", std::string> title,
                   Form<"description", std::optional<std::string>> description) {
                    return dict{{"title", title},
                                {"description", description},
                                {"filename", file.filename}};
                });
}

}  // namespace

APIRouter seed::s12() {
    APIRouter router({.prefix = "/s12", .tags = {"s12"}});
    add_saving(router);
    add_single(router);
    add_several(router);
    return router;
}
