// Uploads: a file, in pieces, several files, fields beside them, an optional one.
//
//   curl -F file=@README.md http://127.0.0.1:8000/upload
//   curl -F files=@README.md -F files=@meson.build http://127.0.0.1:8000/upload/multiple
//   curl -F file=@README.md -F title=Read http://127.0.0.1:8000/upload/with-metadata

#include <fastapi.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

int main(int argc, char** argv) {
    FastAPI app;

    // What the client said of the file, and its bytes.
    app.post("/upload", [](File<"file"> file) -> async<dict> {
        const std::string contents = co_await file.read();
        co_return dict{{"filename", file.filename},
                       {"content_type", file.content_type},
                       {"size", contents.size()}};
    });

    // Larger files lie on the disk: take them in pieces. Never use `filename` as a path.
    app.post("/upload/lines", [](File<"file"> file) -> async<dict> {
        std::ptrdiff_t lines = 0;
        for (;;) {
            const std::string chunk = co_await file.read(64 * 1024);
            if (chunk.empty()) break;
            lines += std::count(chunk.begin(), chunk.end(), '\n');
        }
        co_return dict{{"filename", file.filename}, {"lines", lines}};
    });

    // Several files under one name.
    app.post("/upload/multiple", [](File<"files", std::vector<UploadFile>, required> files) {
        list answer;
        for (const UploadFile& file : files)
            answer.append(dict{{"filename", file.filename}, {"size", file.size}});
        return answer;
    });

    // A file beside fields of the same form.
    app.post("/upload/with-metadata", [](File<"file"> file, Form<"title", std::string> title,
                                         Form<"description", std::optional<std::string>>
                                             description) {
        return dict{{"title", title}, {"description", description}, {"filename", file.filename}};
    });

    // A small file as its bytes, with a limit.
    app.post("/upload/bytes", [](File<"file", bytes, max_length(20)> file) {
        return dict{{"size", file.size()}, {"hex", file.hex()}};
    });

    app.post("/upload/optional", [](File<"file", std::optional<UploadFile>> file) {
        return dict{{"message", file ? file->filename : "no file sent"}};
    });

    return app.run(argc, argv);
}
