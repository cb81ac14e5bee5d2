// A todo list: accounts, a database, uploads, a page. See README.md.
//
//     examples/todo/run                   builds and serves it; then look at http://127.0.0.1:8000

#include "app.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
    try {
        const todo::Settings settings = todo::settings_from_environment();
        const auto app = todo::make_app(settings);
        // A body may be a little larger than the file in it.
        return app->run(argc, argv,
                        {.max_upload_bytes = settings.max_attachment_bytes + 64 * 1024});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "todo: %s\n", error.what());
        return 2;
    }
}
