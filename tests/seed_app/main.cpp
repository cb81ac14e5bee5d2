#include "seed_app.hpp"

using namespace fastapi;

int main(int argc, char** argv) {
    FastAPI app({.title = "Seed reference",
                 .description = "One application with every feature of the 22 sections.",
                 .version = "1.0.0"});

    for (auto section :
         {seed::s01, seed::s03, seed::s04, seed::s05, seed::s06, seed::s07, seed::s08, seed::s17})
        app.include_router(section());
    for (auto mount : {seed::mount_s02, seed::mount_s09}) mount(app);

    app.get("/", {.tags = {"root"}, .name = "index"}, []() -> async<dict> {
        co_return dict{{"sections", 22}};
    });

    return app.run(argc, argv);
}
