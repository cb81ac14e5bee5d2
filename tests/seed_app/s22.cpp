// Lifespan: what is set before the yield is there for the requests.

#include "seed_app.hpp"

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

/// Stands for a database client: opened at start-up, closed at shutdown.
class FakeCollection {
public:
    /// Python's rows[:limit]: a negative limit counts from the end.
    list to_list(int limit) const {
        const int end = limit < 0 ? limit + static_cast<int>(rows_.size()) : limit;
        list found;
        for (const any& row : rows_)
            if (static_cast<int>(found.size()) < end) found.push_back(row);
        return found;
    }
    bool is_open() const { return open_; }
    void close() { open_ = false; }

private:
    bool open_ = true;
    list rows_{any(dict{{"id", 1}, {"name", "Alice"}}), any(dict{{"id", 2}, {"name", "Bob"}})};
};

std::vector<std::string>& life_events() {
    static std::vector<std::string> events;
    return events;
}

/// Lets a test see that the code behind the yield ran.
void write_events() {
    const char* const target = std::getenv("SEED_APP_SHUTDOWN_FILE");
    if (target == nullptr) return;
    std::ofstream file(target);
    for (const std::string& event : life_events())
        file << (&event == &life_events().front() ? "" : ",") << event;
}

FastAPI& sub() {
    static std::vector<std::string> events;
    static FastAPI app({.title = "Sub with lifespan", .lifespan = [](FastAPI&) -> Lifespan {
                            events.push_back("sub startup");
                            co_yield {};
                            events.push_back("sub shutdown");
                        }});
    // A mounted application's own lifespan is not run by the outer one.
    app.get("/events", {.name = "sub_events"}, [](Request& request) {
        return dict{{"events", events}, {"has_db", request.app().state.contains("db")}};
    });
    return app;
}

}  // namespace

Lifespan seed::lifespan(FastAPI& app) {
    life_events().push_back("startup");
    app.state.set("db", FakeCollection());
    app.state.set("model", std::vector<double>{0.25, 0.5});
    State shared;
    shared.set("shared", std::string("from the lifespan"));
    co_yield shared;
    life_events().push_back("shutdown");
    app.state.get<FakeCollection>("db").close();
    write_events();
}

APIRouter seed::s22() {
    APIRouter router({.prefix = "/s22", .tags = {"s22"}});

    router.get("/users", {.name = "list_state_users"},
               [](Request& request, Query<"limit", int, 100> limit) {
                   return request.app().state.get<FakeCollection>("db").to_list(limit);
               });

    router.get("/events", {.name = "list_events"}, [](Request& request) {
        return dict{{"events", life_events()},
                    {"open", request.app().state.get<FakeCollection>("db").is_open()}};
    });

    router.get("/predict", {.name = "predict"}, [](Request& request, Query<"x", double> x) {
        double sum = 0;
        for (const double weight : request.app().state.get<std::vector<double>>("model"))
            sum += weight * x;
        return dict{{"model", "stand-in model"}, {"y", sum}};
    });

    router.get("/shared", {.name = "read_shared"}, [](Request& request) {
        return dict{{"shared", request.state.get<std::string>("shared")}};
    });
    return router;
}

void seed::mount_s22(FastAPI& app) { app.mount("/s22/sub", sub()); }
