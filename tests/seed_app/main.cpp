#include "seed_app.hpp"

using namespace fastapi;

int main(int argc, char** argv) {
    FastAPI app({.title = "Seed reference",
                 .description = "One application with every feature of the 22 sections.",
                 .version = "1.0.0",
                 .lifespan = seed::lifespan});

    for (auto section : {seed::s01, seed::s03, seed::s04, seed::s05, seed::s06, seed::s07,
                         seed::s08, seed::s10, seed::s11, seed::s12, seed::s13, seed::s16,
                         seed::s17, seed::s19, seed::s20, seed::s21, seed::s22})
        app.include_router(section());
    for (auto mount : {seed::mount_s02, seed::mount_s09, seed::mount_s14, seed::mount_s15,
                       seed::mount_s18, seed::mount_s22})
        mount(app);

    app.get("/", {.tags = {"root"}, .name = "index"}, []() -> async<dict> {
        co_return dict{{"sections", 22}};
    });

    return app.run(argc, argv);
}
