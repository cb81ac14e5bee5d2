#include "fastapi/openapi/docs_assets.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace fastapi;

namespace {

/// A folder as npm leaves it, gone at the end.
class assets_folder {
public:
    assets_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "docs_assets_XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
        write("swagger-ui-dist/swagger-ui-bundle.js", "bundle");
        write("swagger-ui-dist/swagger-ui.css", "css");
        write("swagger-ui-dist/favicon-32x32.png", std::string("\x89PNG\0\r\n", 7));
        write("redoc/bundles/redoc.standalone.js", "redoc");
    }
    assets_folder(const assets_folder&) = delete;
    assets_folder& operator=(const assets_folder&) = delete;
    ~assets_folder() { std::filesystem::remove_all(path); }

    void write(const std::string& name, const std::string& content) const {
        const std::filesystem::path file = std::filesystem::path(path) / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << content;
    }
    void remove(const std::string& name) const {
        std::filesystem::remove_all(std::filesystem::path(path) / name);
    }

    std::string path;
};

std::string header(const Response& answer, std::string_view name) {
    return std::string(answer.headers.get(name).value_or("none"));
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string refusal(const std::string& folder) {
    try {
        const DocsAssets assets(folder);
    } catch (const std::invalid_argument& problem) {
        return problem.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("docs assets: four files are served with their media types and a tag") {
    const assets_folder folder;
    DocsAssets assets(folder.path);
    CHECK(assets.paths() == std::vector<std::string>{"/docs-assets/swagger-ui-bundle.js",
                                                     "/docs-assets/swagger-ui.css",
                                                     "/docs-assets/favicon-32x32.png",
                                                     "/docs-assets/redoc.standalone.js"});
    const std::string types[] = {"text/javascript; charset=utf-8", "text/css; charset=utf-8",
                                 "image/png", "text/javascript; charset=utf-8"};
    const std::string bodies[] = {"bundle", "css", std::string("\x89PNG\0\r\n", 7), "redoc"};
    for (std::size_t i = 0; i < 4; ++i) {
        const Response answer = assets.answer(assets.paths()[i]);
        CHECK(answer.status_code == 200);
        CHECK(answer.body == bodies[i]);
        CHECK(header(answer, "content-type") == types[i]);
        CHECK(header(answer, "cache-control") == "public, max-age=3600, must-revalidate");
        CHECK(header(answer, "etag").front() == '"');
    }
}

TEST_CASE("docs assets: a client that has the file gets 304") {
    const assets_folder folder;
    DocsAssets assets(folder.path);
    const std::string path = assets.paths()[0];
    const std::string tag = header(assets.answer(path), "etag");
    for (const std::string& known :
         {tag, "W/" + tag, "\"x\", " + tag, "\"x\" ,W/" + tag + ",", std::string("*")}) {
        CAPTURE(known);
        const Response answer = assets.answer(path, known);
        CHECK(answer.status_code == 304);
        CHECK(answer.body.empty());
        CHECK(header(answer, "etag") == tag);
        CHECK(header(answer, "cache-control") == "public, max-age=3600, must-revalidate");
        CHECK(header(answer, "content-type") == "none");
    }
    for (const std::string& other : {std::string(), std::string("\"x\""), tag.substr(1), tag + "x",
                                     std::string(","), std::string("w/") + tag}) {
        CAPTURE(other);
        CHECK(assets.answer(path, other).status_code == 200);
    }
}

TEST_CASE("docs assets: other content has another tag") {
    const assets_folder folder;
    const std::string path = "/docs-assets/swagger-ui.css";
    DocsAssets before(folder.path);
    const std::string tag = header(before.answer(path), "etag");
    folder.write("swagger-ui-dist/swagger-ui.css", "CSS");
    CHECK(before.answer(path).body == "css");  // read once, and kept
    DocsAssets after(folder.path);
    CHECK(after.answer(path).body == "CSS");
    CHECK(header(after.answer(path), "etag") != tag);
}

TEST_CASE("docs assets: nothing but the four paths is served") {
    const assets_folder folder;
    folder.write("secret.txt", "secret");
    DocsAssets assets(folder.path, "/static");
    CHECK(assets.answer("/static/swagger-ui.css").status_code == 200);
    for (const std::string_view path :
         {"", "/", "/static", "/static/", "/static/swagger-ui.css/", "/static/secret.txt",
          "swagger-ui.css", "/static/../secret.txt", "/static/swagger-ui-dist/swagger-ui.css",
          "/docs-assets/swagger-ui.css"}) {
        CAPTURE(path);
        CHECK(assets.answer(path).status_code == 404);
    }
}

TEST_CASE("docs assets: a folder that lacks a file is refused by its name at the start") {
    CHECK(
        has(refusal("/nowhere/at/all"), "'/nowhere/at/all/swagger-ui-dist/swagger-ui-bundle.js'"));
    CHECK(has(refusal("/nowhere/at/all"), "tools/fastapi docs-assets /nowhere/at/all"));
    for (const std::string name :
         {"swagger-ui-dist/swagger-ui-bundle.js", "swagger-ui-dist/swagger-ui.css",
          "swagger-ui-dist/favicon-32x32.png", "redoc/bundles/redoc.standalone.js"}) {
        const assets_folder folder;
        CHECK(refusal(folder.path) == "accepted");
        folder.remove(name);
        CHECK(has(refusal(folder.path), "'" + folder.path + "/" + name + "'"));
        folder.write(name + "/inner", "a folder where the file should be");
        CHECK(has(refusal(folder.path), name));
    }
}

TEST_CASE("docs assets: a file that vanishes after the start is an error of the server") {
    const assets_folder folder;
    DocsAssets assets(folder.path);
    folder.remove("swagger-ui-dist/swagger-ui.css");
    CHECK_THROWS_AS((void)assets.answer("/docs-assets/swagger-ui.css"), std::runtime_error);
    CHECK(assets.answer("/docs-assets/swagger-ui-bundle.js").status_code == 200);
}

TEST_CASE("docs assets: pages that use them load nothing from elsewhere") {
    const assets_folder folder;
    const DocsAssets assets(folder.path);
    SwaggerUIOptions docs;
    assets.apply_to(docs, "/api/v1");
    CHECK(docs.swagger_js_url == "/api/v1/docs-assets/swagger-ui-bundle.js");
    CHECK(docs.swagger_css_url == "/api/v1/docs-assets/swagger-ui.css");
    CHECK(docs.swagger_favicon_url == "/api/v1/docs-assets/favicon-32x32.png");
    RedocOptions redoc;
    assets.apply_to(redoc);
    CHECK(redoc.redoc_js_url == "/docs-assets/redoc.standalone.js");
    CHECK(redoc.redoc_favicon_url == "/docs-assets/favicon-32x32.png");
    const Response answers[] = {detail::swagger_ui_answer(docs), detail::redoc_answer(redoc)};
    for (const Response& answer : answers) {
        const std::string policy = header(answer, "content-security-policy");
        CHECK_FALSE(has(policy, "jsdelivr"));
        CHECK_FALSE(has(policy, "google"));
        CHECK_FALSE(has(policy, "tiangolo"));
        CHECK_FALSE(has(answer.body, "src=\"http"));
        CHECK_FALSE(has(answer.body, "<link rel=\"stylesheet\" href=\"http"));
        CHECK_FALSE(has(answer.body, "<link rel=\"icon\" href=\"http"));
    }
    CHECK(has(header(answers[0], "content-security-policy"), "style-src 'unsafe-inline' 'self';"));
}
