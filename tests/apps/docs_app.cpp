// What tests/docs/browser_test.py looks at: two operations, the pages with Swagger UI and ReDoc
// from the folder DOCS_ASSETS of the environment, else from the CDN, and a form with a file.

#include <fastapi.hpp>

#include <cstdlib>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

struct Item {
    Field<std::string, min_length(1)> name;
    Field<double, gt(0)> price;
};

constexpr const char* form_page = R"html(<!DOCTYPE html>
<title>Upload</title>
<form method="post" action="/form" enctype="multipart/form-data">
<input name="title"><input name="tags" value="a"><input name="tags" value="b">
<input type="file" name="file"><input type="file" name="more" multiple><button>Send</button>
</form>
)html";

dict file_info(UploadFile file) {
    return dict{
        {"name", file.filename}, {"type", file.content_type}, {"content", file.file.read()}};
}

}  // namespace

int main(int argc, char** argv) {
    const char* const assets = std::getenv("DOCS_ASSETS");
    FastAPI app(
        {.title = "Docs", .version = "1.0.0", .docs_assets = assets != nullptr ? assets : ""});

    app.get("/users/{user_id}", {.tags = {"users"}, .name = "read_user"},
            [](Path<"user_id", int> user_id, Query<"active", bool, true> active) {
                return dict{{"user_id", user_id}, {"active", active}};
            });

    app.post<Item>("/items", {.tags = {"items"}, .status_code = 201, .name = "create_item"},
                   [](Item item) { return item; });

    app.get("/form", {.include_in_schema = false, .response_class = html},
            [] { return form_page; });

    app.post("/form", {.include_in_schema = false},
             [](Form<"title", std::string> title, Form<"tags", std::vector<std::string>> tags,
                File<"file"> file, File<"more", std::vector<UploadFile>> more) {
                 list others;
                 for (const UploadFile& each : more) others.push_back(file_info(each));
                 return dict{
                     {"title", title}, {"tags", tags}, {"file", file_info(file)}, {"more", others}};
             });

    return app.run(argc, argv);
}
