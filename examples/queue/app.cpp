// Beyond one process: requests become jobs in a Redis list, which the program of worker.cpp does.
//
//   apt-get install redis-server libhiredis-dev
//   g++ -std=c++20 -I single_include examples/queue/app.cpp -o queue_app -pthread -lhiredis
//   g++ -std=c++20 -I single_include examples/queue/worker.cpp -o queue_worker -pthread -lhiredis
//   redis-server --appendonly yes & ./queue_worker one & ./queue_app      keeps jobs on the disk
//
//   curl -i http://127.0.0.1:8000/reports --json '{"title":"Lamps","sales":[20,24,30],"seconds":5}'
//   curl http://127.0.0.1:8000/reports/ID       queued, running and after five seconds done
//   curl http://127.0.0.1:8000/reports --json '{"title":"Desks","sales":[0,10]}' fails three times

#include <fastapi.hpp>

#include <cstdio>
#include <memory>
#include <string>

#include "job.hpp"
#include "redis.hpp"

using namespace fastapi;
using namespace reports;

struct Problem {
    std::string detail;
};

// A dependency, so that a test can put another one in its place. It need not yield: the pointer
// gives the connection back by itself. Nothing is sent yet: a dependency may run on the event loop,
// which must not wait for Redis.
std::shared_ptr<redis::Connection> get_redis(Request& request) {
    return request.app().state.get<std::shared_ptr<redis::Pool>>("redis")->take();
}

// Plain functions, no coroutines: they wait for Redis, and a plain handler may.
Report create_report(ReportRequest body, Depends<get_redis> redis, Response& response) {
    const Report report{.id = UUID::random()};
    const Job job{report.id, body};
    // At once: else a worker could have done the job before "queued" is written over its result.
    redis->transaction({{"SET", report_key(report.id), model_dump_json(report), "EX", keep_seconds},
                        {"RPUSH", queue_key, model_dump_json(job)}});
    response.headers.set("Location", "/reports/" + report.id.str());
    return report;
}

Report read_report(Path<"report_id", UUID> report_id, Depends<get_redis> redis) {
    const auto found = redis::text_of(redis->command({"GET", report_key(report_id)}));
    if (!found) throw HTTPException(404, "No such report");
    return model_validate_json<Report>(*found);
}

int main(int argc, char** argv) try {
    FastAPI app({.title = "Reports"});
    app.state.set("redis", std::make_shared<redis::Pool>(redis::address_from_environment()));

    // Not the client's fault, and it passes. What ails Redis exactly is for the log only.
    app.exception_handler<redis::Error>([](Request&, const redis::Error& error) {
        std::fprintf(stderr, "Redis: %s\n", error.what());
        return JSONResponse(Problem{"The queue cannot be reached, please try again"}, 503,
                            {{"Retry-After", "5"}});
    });

    const ResponseInfo away{.description = "The queue is away", .model = model<Problem>};
    app.post("/reports", {.status_code = 202, .responses = {{503, away}}}, create_report);
    app.get("/reports/{report_id}",
            {.responses = {{404, {.description = "No such report", .model = model<Problem>}},
                           {503, away}}},
            read_report);

    return app.run(argc, argv);
} catch (const redis::Error& error) {
    std::fprintf(stderr, "queue_app: %s\n", error.what());
    return 2;
}
