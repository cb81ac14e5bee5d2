// The twin of apps/routing.py: routers in routers, mounts, handlers of errors, dependencies that
// end, background tasks. What happens, and in which order, is read from GET /log.

#include "twins.hpp"

#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>

using namespace fastapi;

namespace {

std::mutex log_mutex;
list log_entries;

std::size_t note(const std::string& text) {
    const std::lock_guard lock(log_mutex);
    log_entries.push_back(text);
    return log_entries.size();
}

async<> note_later(std::string text) {
    note(text);
    co_return;
}

Lifespan lifespan(FastAPI& app) {
    app.state.set("opened", true);
    State shared;
    shared.set("region", std::string("eu"));
    co_yield shared;
}

void everywhere() { note("app"); }

void add_log(FastAPI& app) {
    app.post("/_reset", {.name = "reset"}, [] {
        const std::lock_guard lock(log_mutex);
        log_entries.clear();
    });
    app.get("/log", {.name = "log"}, [] {
        const std::lock_guard lock(log_mutex);
        return log_entries;
    });
    app.get("/region", {.name = "region"}, [](Request& request) {
        return dict{{"region", request.state.get<std::string>("region")},
                    {"opened", request.app().state.get<bool>("opened")}};
    });
}

// ---- routers

struct Team {
    std::string name;
};

void of_outer(Path<"team", std::string> team) { note("outer " + team); }
void of_inner(Header<"x_key", std::string> x_key) { note("inner " + x_key); }
void of_include() { note("include"); }
void of_route(Query<"limit", int, 5, le(9)>) { note("route"); }

APIRouter inner_router() {
    APIRouter inner({.prefix = "/things",
                     .tags = {"things"},
                     .dependencies = {depends<of_inner>},
                     .responses = {{404, {.description = "No such thing"}},
                                   {409, {.description = "From the inner router"}}}});
    inner.get("", {.tags = {"list"}, .name = "list_things"},
              [](Path<"team", std::string> team) { return "things of " + team; });
    inner.get("/{thing}",
              {.dependencies = {depends<of_route>},
               .responses = {{404, {.description = "No such thing of that team"}}},
               .name = "read_thing"},
              [](Path<"team", std::string> team, Path<"thing", int> thing) {
                  return team + "/" + std::to_string(thing);
              });
    inner.put("/{thing}",
              {.deprecated = true, .name = "put_thing", .response_class = ResponseClass::json},
              [](Path<"team", std::string>, Path<"thing", int> thing, Team changed) {
                  return dict{{"thing", thing}, {"new", changed}};
              });
    inner.delete_("/{thing}",
                  {.status_code = 202, .include_in_schema = false, .name = "delete_thing"},
                  [](Path<"thing", int>) { return "deleted"; });
    return inner;
}

void add_routers(FastAPI& app) {
    const APIRouter inner = inner_router();
    APIRouter outer({.prefix = "/teams/{team}",
                     .tags = {"teams"},
                     .dependencies = {depends<of_outer>},
                     .responses = {{409, {.description = "From the outer router"}}},
                     .default_response_class = plain_text});
    outer.include_router(inner, {.prefix = "/own",
                                 .tags = {"own"},
                                 .dependencies = {depends<of_include>},
                                 .responses = {{410, {.description = "Gone"}}}});
    outer.include_router(inner, {.prefix = "/old", .deprecated = true});
    outer.include_router(inner, {.prefix = "/hidden",
                                 .include_in_schema = false,
                                 .default_response_class = ResponseClass::json});
    app.include_router(outer);
    app.include_router(outer, {.prefix = "/v2", .tags = {"v2"}, .include_in_schema = false});
}

// ---- the order of declaration

void add_order(FastAPI& app) {
    using text = std::string;
    APIRouter order({.prefix = "/order"});
    order.get("/first/{name}", {.name = "first_name"}, [](Path<"name", text> name) {
        return dict{{"name", name}};
    });
    order.get("/first/fixed", {.name = "first_fixed"}, [] {
        return dict{{"fixed", true}};
    });  // is never asked
    order.post("/first/fixed", {.name = "post_fixed"}, [] { return dict{{"posted", true}}; });
    order.get("/numbers/{n:int}", {.name = "number"}, [](Path<"n", int> n) {
        return dict{{"number", n}};
    });
    order.get("/numbers/{text}", {.name = "number_text"}, [](Path<"text", text> any) {
        return dict{{"text", any}};
    });
    order.get("/numbers/{text}/", {.name = "number_slash"}, [](Path<"text", text> any) {
        return dict{{"slash", any}};
    });
    order.get("/files/{path:path}/info", {.name = "file_info"}, [](Path<"path", text> path) {
        return dict{{"info", path}};
    });
    order.get("/files/{path:path}", {.name = "file"}, [](Path<"path", text> path) {
        return dict{{"file", path}};
    });
    order.get("/pairs/{a}-{b}.{kind}", {.name = "pair"},
              [](Path<"a", text> a, Path<"b", text> b, Path<"kind", text> kind) {
                  return dict{{"a", a}, {"b", b}, {"kind", kind}};
              });
    order.api_route({"get", "POST", "Patch"}, "/many",
                    {.operation_id = "many", .include_in_schema = false, .name = "many"},
                    [](Request& request) {
                        return dict{{"method", request.method}};
                    });
    order.head("/many", {.name = "head_many"}, [] {
        return Response("", 200, {{"X-Many", "yes"}});
    });
    app.include_router(order);
}

// ---- mounts

dict where(Request& request, Path<"b", int> b) {
    return dict{{"a", request.path_params["a"]},
                {"b", b},
                {"root_path", request.root_path()},
                {"base_url", request.base_url()}};
}

list addresses(Request& request) {
    return list{request.url_for("number", {{"n", 7}}), request.url_for("sub_ping"),
                request.url_for("early:early_ping"),
                request.url_for("where", {{"a", "x"}, {"b", 1}})};
}

FastAPI& mounted() {
    static FastAPI deep({.title = "Deep", .redirect_slashes = false});
    deep.get("/where/{b}", {.name = "where"}, where);

    static FastAPI sub(
        {.title = "Sub", .description = "Mounted.", .docs_url = "/pages", .redoc_url = ""});
    sub.get("/ping", {.name = "sub_ping"}, [] { return "sub"; });
    sub.get("/late/ping", {.name = "sub_late_ping"}, [] { return "late"; });
    sub.get("/crash", {.name = "sub_crash"},
            []() -> any { throw std::runtime_error("in the mounted application"); });
    sub.get("/refuse", {.name = "sub_refuse"},
            []() -> any { throw HTTPException(403, "not here"); });
    sub.get("/crash-unknown", {.name = "sub_crash_unknown"}, []() -> any {
        throw std::logic_error("nobody in the mounted application answers this");
    });
    sub.exception_handler(404, [](Request& request, const HTTPException& error) {
        return JSONResponse(dict{{"sub", error.detail}, {"path", request.url.path}}, 404);
    });
    sub.exception_handler<std::runtime_error>(
        [](Request&, const std::runtime_error& error) -> async<JSONResponse> {
            co_return JSONResponse(dict{{"sub", error.what()}}, 503);
        });
    sub.get("/addresses", {.name = "addresses"}, addresses);
    sub.mount("/deep/{a}", deep);
    return sub;
}

void add_mounts(FastAPI& app) {
    static FastAPI early({.title = "Early"});
    early.get("/ping", {.name = "early_ping"}, [] { return "early"; });
    app.get("/addresses", {.name = "addresses"}, addresses);
    app.mount("/sub/early", early, "early");
    app.mount("/sub", mounted());
    app.mount("/sub/late", early);
    app.get("/sub/route", {.name = "sub_route"}, [] { return "never"; });  // behind the mount
}

// ---- errors

struct Trouble {
    int code = 0;
};
struct BigTrouble : Trouble {};
struct HugeTrouble : BigTrouble {};
struct Teapot : HTTPException {
    using HTTPException::HTTPException;
};
struct Chained {};
struct Circle {};

void add_handlers(FastAPI& app) {
    app.exception_handler<Trouble>([](Request&, const Trouble& error) {
        note("on_trouble");
        return JSONResponse(dict{{"trouble", error.code}}, 400,
                            {{"X-Trouble", std::to_string(error.code)}});
    });
    app.exception_handler<BigTrouble>([](Request&, const BigTrouble& error) -> async<JSONResponse> {
        note("on_big_trouble");
        co_return JSONResponse(dict{{"big trouble", error.code}}, 400);
    });
    app.exception_handler<Chained>([](Request&, const Chained&) -> JSONResponse {
        note("on_chained");
        throw Trouble{7};
    });
    app.exception_handler<Circle>([](Request&, const Circle& error) -> JSONResponse {
        note("on_circle");
        throw Circle(error);
    });
    app.exception_handler<Teapot>([](Request&, const Teapot& error) {
        return PlainTextResponse("teapot: " + error.detail.as_string(), error.status_code);
    });
    app.exception_handler<HTTPException>([](Request& request, const HTTPException& error) {
        Response response = http_exception_handler(request, error);
        response.headers.set("X-Handled", std::to_string(error.status_code));
        return response;
    });
    app.exception_handler(409, [](Request&, const HTTPException& error) {
        return JSONResponse(dict{{"conflict", error.detail}}, 409);
    });
    app.exception_handler(405, [](Request& request, const HTTPException& error) {
        return JSONResponse(dict{{"wrong", request.method}}, 405, error.headers);
    });
    app.exception_handler<RequestValidationError>(
        [](Request& request, const RequestValidationError& error) {
            Response response = request_validation_exception_handler(request, error);
            response.headers.set("X-Problems", std::to_string(error.errors().size()));
            return response;
        });
    app.exception_handler<ResponseValidationError>(
        [](Request&, const ResponseValidationError& error) {
            list places;
            for (const any& problem : error.errors()) places.push_back(problem["loc"]);
            return JSONResponse(dict{{"answer", places}}, 502);
        });
    app.exception_handler(500, [](Request& request, const std::exception&) {
        note("on_crash");
        return JSONResponse(dict{{"crash", request.url.path}}, 500);
    });
}

const dict details{{"null", nullptr},
                   {"text", "text"},
                   {"number", 1.5},
                   {"true", true},
                   {"list", list{1, dict{{"a", nullptr}}}},
                   {"object", dict{{"a", list{1}}}},
                   {"empty", ""}};

void throw_error(const std::string& kind) {
    if (kind == "trouble") throw Trouble{1};
    if (kind == "big") throw BigTrouble{{2}};
    if (kind == "huge") throw HugeTrouble{{{3}}};
    if (kind == "chained") throw Chained();
    if (kind == "circle") throw Circle();
    if (kind == "teapot") throw Teapot(418, "short");
    if (kind == "conflict-teapot") throw Teapot(409, "stout");
    if (kind == "500") throw HTTPException(500, "thrown");
    if (kind == "503") throw HTTPException(503, nullptr, {{"Retry-After", "7"}});
    throw std::invalid_argument("x");
}

void add_errors(FastAPI& app) {
    APIRouter errors({.prefix = "/errors", .tags = {"errors"}});
    errors.get(
        "/detail/{kind}", {.name = "detail"},
        [](Path<"kind", std::string> kind, Query<"status", int, 400> status) -> any {
            throw HTTPException(status, details.at(kind), {{"X-Kind", kind}, {"x-kind-2", "b"}});
        });
    errors.get("/throw/{kind}", {.name = "throw"},
               [](Path<"kind", std::string> kind) { throw_error(kind); });
    errors.get("/throw-async/{kind}", {.name = "throw_async"},
               [](Path<"kind", std::string> kind, Response& response) -> async<void> {
                   response.headers.set("X-Lost", "with the exception");
                   throw_error(kind);
                   co_return;
               });
    errors.get<Team>("/answer", {.name = "wrong_answer"}, [] { return dict{{"nom", "x"}}; });
    app.include_router(errors);
}

// ---- dependencies

async_generator<std::string> session(Query<"fail", std::string, defaults_to("")> fail) {
    note("session opens");
    if (fail == "before") throw Trouble{10};
    try {
        co_yield std::string("session");
    } catch (const Trouble& error) {
        note("session sees trouble " + std::to_string(error.code));
        if (fail == "swallow") co_return;
        if (fail == "replace") throw HTTPException(418, "replaced");
        throw;
    } catch (const HTTPException& error) {
        note("session sees " + std::to_string(error.status_code));
        throw;
    }
    note("session closes");
    if (fail == "after") throw HTTPException(409, "too late");
}

async_generator<std::string> transaction(Depends<session> below) {
    note("transaction begins");
    try {
        co_yield below + "/transaction";
        note("commit");
    } catch (...) {
        note("roll back");
        throw;
    }
}

async_generator<std::string> function_scope(Query<"commit", std::string, defaults_to("")> commit) {
    note("function opens");
    co_yield std::string("function");
    note("function closes");
    if (commit == "refused") throw HTTPException(412, "not committed");
}

std::size_t counted() { return note("counted"); }
std::size_t once(Depends<counted> value) { return value; }
std::size_t again(Depends<counted, use_cache(false)> value) { return value; }

int page(Query<"number", int, 1, ge(1)> number) { return number; }
list pages(Depends<page> first, Query<"size", int, 10, le(50)> size) { return list{first, size}; }

struct Commons {
    Query<"q", std::optional<std::string>> q;
    Query<"skip", int, 0> skip;
};

void headers(Response& response, BackgroundTasks& tasks, Query<"code", int, 0> code) {
    response.headers.set("X-From", "dependency");
    if (code != 0) response.status_code = code;
    tasks.add_task(note, "task of the dependency");
}

void add_dependencies(FastAPI& app) {
    APIRouter router({.prefix = "/depends", .tags = {"depends"}, .dependencies = {depends<page>}});
    router.get("/session", {.name = "use_session"},
               [](BackgroundTasks& tasks, Depends<transaction> value, Query<"code", int, 0> code,
                  Query<"refuse", int, 0> refuse) {
                   note("handler");
                   tasks.add_task(note, "task");
                   if (code != 0) throw Trouble{code};
                   if (refuse != 0) throw HTTPException(refuse, "refused");
                   return value;
               });
    router.get("/function", {.name = "use_function"},
               [](BackgroundTasks& tasks, Depends<transaction>,
                  Depends<function_scope, scope("function")> value) -> async<std::string> {
                   tasks.add_task(note_later, "task");
                   note("handler");
                   co_return value;
               });
    router.get("/cache", {.name = "use_cache"},
               [](Depends<counted> a, Depends<once> b, Depends<again> c, Depends<counted> d) {
                   return dict{{"same", a == b && b == d}, {"again", c - a}};
               });
    router.get("/problems/{n}", {.name = "problems"},
               [](Path<"n", int> n, Query<"flag", bool> flag, Depends<page> first,
                  Depends<pages> both, Header<"x_n", int> x_n) {
                   return list{n, first, both, flag, x_n};
               });
    router.get("/commons", {.name = "commons"}, [](Depends<type<Commons>> common) -> async<dict> {
        const dict answer{{"q", common.q}, {"skip", common.skip}};
        co_return answer;
    });
    router.get("/headers", {.dependencies = {depends<headers>}, .name = "use_headers"},
               [](Response& response) {
                   response.headers.set("X-Own", "handler");
                   return dict{{"own", false}};
               });
    router.get("/own-headers", {.dependencies = {depends<headers>}, .name = "own_headers"},
               [](Response& response) {
                   response.headers.set("X-Lost", "handler");
                   return Response("own", 203);
               });
    app.include_router(router);
}

// ---- background tasks

void failing_task(int code) {
    note("failing task");
    if (code != 0) throw Trouble{code};
    throw std::invalid_argument("nobody answers this");
}

void add_tasks(FastAPI& app) {
    APIRouter router({.prefix = "/tasks", .tags = {"tasks"}, .dependencies = {depends<headers>}});
    router.post("/order", {.status_code = 202, .name = "task_order"},
                [](BackgroundTasks& tasks) -> async<void> {
                    tasks.add_task(note_later, "task 0");
                    tasks.add_task(note, "task 1");
                    tasks.add_task(note_later, "task 2");
                    note("handler");
                    co_return;
                });
    router.post("/own", {.name = "task_own"},
                [](BackgroundTasks& tasks, Query<"with_task", bool, false> with_task) {
                    tasks.add_task(note, "task of the handler");
                    JSONResponse response(dict{});
                    if (with_task) response.background = BackgroundTask(note, "task of the answer");
                    return response;
                });
    router.post(
        "/fail", {.name = "task_fail"},
        [](BackgroundTasks& tasks, Depends<transaction> value, Query<"trouble", int, 0> trouble) {
            tasks.add_task(failing_task, trouble.get());
            tasks.add_task(note, "never");
            return value;
        });
    app.include_router(router);
}

}  // namespace

int twins::routing(int argc, char** argv) {
    FastAPI app({.title = "Routing",
                 .dependencies = {depends<everywhere>},
                 .responses = {{400, {.description = "Refused"}}},
                 .lifespan = lifespan});
    add_log(app);
    add_routers(app);
    add_order(app);
    add_mounts(app);
    add_handlers(app);
    add_errors(app);
    add_dependencies(app);
    add_tasks(app);
    return app.run(argc, argv);
}
