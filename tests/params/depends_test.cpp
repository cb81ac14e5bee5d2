#include "fastapi/params/depends.hpp"

#include "fastapi/app/after_answer.hpp"
#include "fastapi/app/application.hpp"
#include "fastapi/app/docs_routes.hpp"

#include <doctest/doctest.h>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace fastapi;
using detail::application_access;
using detail::exchange;

namespace {

std::vector<std::string> seen;

std::string story() {
    std::string text;
    for (const std::string& each : seen) text += (text.empty() ? "" : " ") + each;
    seen.clear();
    return text;
}

struct answer {
    int status = 0;
    any body;
    std::string before;  // what was seen when the answer was there
    std::string after;   // what was seen behind it
    bool was_async = false;
};

/// Answers a request as a server does it, without one.
answer ask(const FastAPI& app, std::string_view target, std::string_view method = "GET", std::string_view form = "") {
    detail::log::instance().set_level(detail::log_level::critical);
    seen.clear();
    exchange current;
    Request& request = current.request;
    request.method = method;
    request.url = URL("http", "test", target);
    request.query_params.reset(request.url.query);
    if (!form.empty()) request.headers.add("content-type", "application/x-www-form-urlencoded");
    detail::request_access::set_body(request, form);
    detail::endpoint* const handler = application_access::prepare(app, current);
    asio::io_context context;
    answer result;
    result.was_async = handler != nullptr && handler->is_async();
    if (result.was_async)
        asio::co_spawn(context, application_access::answer_async(current, *handler), [](std::exception_ptr) {});
    else if (handler != nullptr)
        application_access::answer(current, *handler);
    context.run();
    result.before = story();
    result.status = current.response.status_code;
    if (!current.response.body.empty() && current.response.body.front() != 'I') result.body = json_loads(current.response.body);
    context.restart();
    asio::co_spawn(context, detail::follow_answer(current), [](std::exception_ptr) {});
    context.run();
    result.after = story();
    return result;
}

any parsed(std::string_view text) { return json_loads(text); }

// ---- plain ones ----

dict paging(Query<"skip", int, 0> skip, Query<"limit", int, 10> limit) { return dict{{"skip", skip}, {"limit", limit}}; }

int base_number(Query<"n", int> n) {
    seen.push_back("base");
    return n;
}
int twice(Depends<base_number> base) {
    seen.push_back("twice");
    return 2 * base;
}
int thrice(Depends<base_number> base) {
    seen.push_back("thrice");
    return 3 * base;
}
int thrice_anew(Depends<base_number, use_cache(false)> base) { return 3 * base; }

void refuse(Query<"token", std::string> token) {
    seen.push_back("refuse");
    if (token != "good") throw HTTPException(403, "no");
}

struct Settings {
    std::string name;
    std::unique_ptr<int> not_copyable;
};
const Settings& settings() {
    static const Settings only{"the only one", nullptr};
    return only;
}
std::unique_ptr<int> owned() { return std::make_unique<int>(7); }

struct Commons {
    std::string q;
    int skip;
    static Commons of(Query<"q", std::string, defaults_to("none")> q, Query<"skip", int, 0> skip) { return {q, skip}; }
};

struct Checker {
    std::string_view wanted;
    bool operator()(Query<"q", std::string> q) const { return q == wanted; }
};
struct Greeter {
    int times;
    std::string operator()(Query<"q", std::string> q) const {
        std::string text;
        for (int i = 0; i < times; ++i) text += q.get();
        return text;
    }
};
inline constexpr Greeter greet_twice{2};
inline constexpr Greeter greet_thrice{3};

}  // namespace

TEST_CASE("depends: a parameter is what the function gives") {
    FastAPI app;
    app.get("/", [](Depends<paging> page) { return dict{{"page", page}, {"limit", page["limit"]}}; });
    const answer got = ask(app, "/?skip=3");
    CHECK(got.status == 200);
    CHECK(got.body == parsed(R"({"page": {"skip": 3, "limit": 10}, "limit": 10})"));
    CHECK_FALSE(got.was_async);
}

TEST_CASE("depends: a value is a copy, a reference and what cannot be copied is reached with ->") {
    FastAPI app;
    app.get("/value", [](Depends<Commons::of> commons) { return dict{{"q", commons.q}, {"skip", commons.skip}}; });
    app.get("/reference", [](Depends<settings> current) { return dict{{"name", current->name}, {"same", &current.get() == &settings()}}; });
    app.get("/owned", [](Depends<owned> number) { return dict{{"number", **number}}; });
    CHECK(ask(app, "/value?skip=2").body == parsed(R"({"q": "none", "skip": 2})"));
    CHECK(ask(app, "/reference").body == parsed(R"({"name": "the only one", "same": true})"));
    CHECK(ask(app, "/owned").body == parsed(R"({"number": 7})"));
}

TEST_CASE("depends: objects of one class that differ are different dependencies") {
    FastAPI app;
    app.get("/", [](Depends<greet_twice> two, Depends<greet_thrice> three) { return dict{{"two", two}, {"three", three}}; });
    CHECK(ask(app, "/?q=a").body == parsed(R"({"two": "aa", "three": "aaa"})"));
}

TEST_CASE("depends: what a function depends on comes before it, and each is called once") {
    FastAPI app;
    app.get("/", [](Depends<twice> two, Depends<thrice> three, Depends<base_number> one) {
        seen.push_back("handler");
        return dict{{"sum", one + two + three}};
    });
    const answer got = ask(app, "/?n=5");
    CHECK(got.body == parsed(R"({"sum": 30})"));
    CHECK(got.before == "base twice thrice handler");
}

TEST_CASE("depends: use_cache(false) calls it again") {
    FastAPI app;
    app.get("/", [](Depends<twice> two, Depends<thrice_anew> three) { return dict{{"sum", two + three}}; });
    const answer got = ask(app, "/?n=5");
    CHECK(got.body == parsed(R"({"sum": 25})"));
    CHECK(got.before == "base twice base");
}

TEST_CASE("depends: problems of all parameters are listed together, those of dependencies first") {
    FastAPI app;
    app.get("/{id}", [](Path<"id", int> id, Depends<paging> page) { return dict{{"id", id}, {"page", page}}; });
    const answer got = ask(app, "/x?skip=a&limit=b");
    CHECK(got.status == 422);
    const list problems = got.body["detail"].as_list();
    REQUIRE(problems.size() == 3);
    CHECK(problems[0]["loc"] == parsed(R"(["query", "skip"])"));
    CHECK(problems[1]["loc"] == parsed(R"(["query", "limit"])"));
    CHECK(problems[2]["loc"] == parsed(R"(["path", "id"])"));
}

TEST_CASE("depends: where parameters are wrong neither the function nor the handler is called") {
    FastAPI app;
    app.get("/", [](Depends<twice>) {
        seen.push_back("handler");
        return dict{};
    });
    const answer got = ask(app, "/");
    CHECK(got.status == 422);
    CHECK(got.before.empty());
    CHECK(got.body == parsed(R"({"detail": [{"type": "missing", "loc": ["query", "n"], "msg": "Field required", "input": null}]})"));
}

TEST_CASE("depends: a function that is asked for twice reports its problems twice, as FastAPI does") {
    FastAPI app;
    app.get("/", [](Depends<twice>, Depends<thrice>) { return dict{}; });
    CHECK(ask(app, "/").body["detail"].as_list().size() == 2);
}

TEST_CASE("depends: a function that throws wins over problems with parameters") {
    FastAPI app;
    app.get("/", [](Query<"page", int>, Depends<base_number>, Depends<refuse>) { return dict{}; });
    CHECK(ask(app, "/?token=bad").status == 403);
    CHECK(ask(app, "/?token=good").status == 422);
    CHECK(ask(app, "/").status == 422);
}

TEST_CASE("depends: what a function sets of the response and leaves in the background counts") {
    FastAPI app;
    constexpr auto mark = [](Response& response, BackgroundTasks& tasks) {
        response.status_code = 202;
        tasks.add_task([] { seen.push_back("task of the dependency"); });
    };
    app.get("/", [](Depends<mark>, BackgroundTasks& tasks) {
        tasks.add_task([] { seen.push_back("task of the handler"); });
        return dict{};
    });
    const answer got = ask(app, "/");
    CHECK(got.status == 202);
    CHECK(got.after == "task of the dependency task of the handler");
}

TEST_CASE("depends: a form may be a dependency's, beside that of the handler") {
    FastAPI app;
    constexpr auto user = [](Form<"username", std::string> name) { return name.get(); };
    app.post("/", [](Depends<user> name, Form<"age", int> age) { return dict{{"name", name}, {"age", age}}; });
    CHECK(ask(app, "/", "POST", "username=u&age=3").body == parsed(R"({"name": "u", "age": 3})"));
    const answer refused = ask(app, "/", "POST", "x=1");
    CHECK(refused.status == 422);
    CHECK(refused.body["detail"].as_list().size() == 2);
}

TEST_CASE("depends: a form beside the JSON body of a handler is refused when the route is declared") {
    FastAPI app;
    constexpr auto user = [](Form<"username", std::string> name) { return name.get(); };
    CHECK_THROWS_AS(app.post("/", [](Depends<user>, dict body) { return body; }), std::invalid_argument);
    app.post("/", [](Depends<paging>, dict body) { return body; });
}

TEST_CASE("depends: those of application, router and route run before those of the handler") {
    constexpr auto first = [] { seen.push_back("app"); };
    constexpr auto second = [] { seen.push_back("router"); };
    constexpr auto third = [] { seen.push_back("included"); };
    constexpr auto fourth = [] { seen.push_back("route"); };
    constexpr auto fifth = [] { seen.push_back("handler's"); };
    FastAPI app({.dependencies = {depends<first>}});
    APIRouter router({.prefix = "/r", .dependencies = {depends<second>}});
    router.get("/", {.dependencies = {depends<fourth>}}, [](Depends<fifth>) { return dict{}; });
    app.include_router(router, {.dependencies = {depends<third>}});
    app.get("/plain", [] { return dict{}; });
    CHECK(ask(app, "/r/").before == "app included router route handler's");
    CHECK(ask(app, "/plain").before == "app");
    CHECK(ask(app, "/openapi.json").before.empty());
}

TEST_CASE("depends: a route's dependency may refuse a handler without parameters") {
    FastAPI app;
    app.get("/", {.dependencies = {depends<refuse>}}, [] { return dict{{"ok", true}}; });
    CHECK(ask(app, "/?token=good").body == parsed(R"({"ok": true})"));
    CHECK(ask(app, "/?token=bad").status == 403);
    CHECK(ask(app, "/").status == 422);
}

// ---- those that are awaited ----

namespace {

async<int> waited(Query<"n", int> n) {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    seen.push_back("waited");
    co_return n + 1;
}

/// Says when it begins and how it ends.
template <char Name>
async_generator<std::string> resource() {
    seen.push_back(std::string("+") + Name);
    try {
        co_yield std::string(1, Name);
    } catch (const std::exception& error) {
        seen.push_back(std::string("!") + Name);
        throw;
    }
    seen.push_back(std::string("-") + Name);
}

async_generator<std::string> upon_a(Depends<resource<'a'>> below) {
    seen.push_back("+upon");
    co_yield below.get() + "'";
    seen.push_back("-upon");
}

async_generator<int> swallowing() {
    try {
        co_yield 1;
    } catch (...) {
        seen.push_back("swallowed");
    }
}

async_generator<int> replacing() {
    try {
        co_yield 1;
    } catch (const std::runtime_error&) {
        throw HTTPException(409, "replaced");
    }
}

async_generator<int> twice_yielding() {
    co_yield 1;
    co_yield 2;
}
async_generator<int> never_yielding() {
    if (seen.size() == 1000) co_yield 1;
}

async_generator<std::string> refusing_afterwards() {
    co_yield std::string("x");
    seen.push_back("refuses");
    throw HTTPException(410, "afterwards");
}

}  // namespace

TEST_CASE("depends: one that is awaited makes the endpoint asynchronous; plain ones and the handler get a thread") {
    FastAPI app;
    static std::thread::id of_plain, of_handler;
    constexpr auto plain = [](Depends<waited> n) {
        of_plain = std::this_thread::get_id();
        return 10 * n;
    };
    app.get("/", [](Depends<plain> tens, Depends<waited> n) {
        of_handler = std::this_thread::get_id();
        return dict{{"sum", tens + n}};
    });
    const answer got = ask(app, "/?n=1");
    CHECK(got.was_async);
    CHECK(got.body == parsed(R"({"sum": 22})"));
    CHECK(of_plain != std::this_thread::get_id());
    CHECK(of_handler != std::this_thread::get_id());
    CHECK(ask(app, "/?n=x").status == 422);
}

TEST_CASE("depends: plain ones of an asynchronous handler have a thread") {
    FastAPI app;
    app.get("/", [](Depends<twice> two) -> async<dict> { co_return dict{{"two", two}}; });
    CHECK(ask(app, "/?n=4").body == parsed(R"({"two": 8})"));
    CHECK(ask(app, "/").status == 422);
}

TEST_CASE("depends: generators end behind the answer and its background tasks, the last first") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a'>> a, Depends<resource<'b'>> b, Depends<upon_a> upon, BackgroundTasks& tasks) -> async<dict> {
        seen.push_back("handler");
        tasks.add_task([] { seen.push_back("task"); });
        co_return dict{{"all", a.get() + b.get() + upon.get()}};
    });
    const answer got = ask(app, "/");
    CHECK(got.body == parsed(R"({"all": "aba'"})"));
    CHECK(got.before == "+a +b +upon handler");
    CHECK(got.after == "task -upon -b -a");
}

TEST_CASE("depends: with the scope function they end behind the handler, before the answer") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a'>>, Depends<resource<'b'>, scope("function")>) {
        seen.push_back("handler");
        return dict{};
    });
    const answer got = ask(app, "/");
    CHECK(got.before == "+a +b handler -b");
    CHECK(got.after == "-a");
}

TEST_CASE("depends: one that ends with the request cannot depend on one that ends with the handler") {
    FastAPI app;
    constexpr auto outliving = [](Depends<resource<'a'>, scope("function")>) -> async_generator<int> { co_yield 1; };
    CHECK_THROWS_AS(app.get("/", [](Depends<outliving>) { return dict{}; }), std::invalid_argument);
    app.get("/fine", [](Depends<outliving, scope("function")>) { return dict{}; });
}

TEST_CASE("depends: an exception of the handler is thrown at every co_yield, before it is answered") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a'>>, Depends<resource<'b'>>, Query<"n", int>) -> dict { throw HTTPException(404, "gone"); });
    const answer got = ask(app, "/?n=1");
    CHECK(got.status == 404);
    CHECK(got.before == "+a +b !b !a");
    CHECK(got.after.empty());
    CHECK(ask(app, "/").before == "+a +b !b !a");
}

TEST_CASE("depends: an exception of a later dependency is thrown at the earlier ones") {
    FastAPI app;
    constexpr auto fail = []() -> int { throw std::runtime_error("a dependency failed"); };
    app.get("/", [](Depends<resource<'a'>>, Depends<fail>, Depends<resource<'b'>>) { return dict{}; });
    const answer got = ask(app, "/");
    CHECK(got.status == 500);
    CHECK(got.before == "+a !a");
}

TEST_CASE("depends: what a generator throws replaces the exception") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a'>>, Depends<replacing>) -> dict { throw std::runtime_error("a handler failed"); });
    const answer got = ask(app, "/");
    CHECK(got.status == 409);
    CHECK(got.before == "+a !a");
}

TEST_CASE("depends: a generator that keeps the exception to itself makes it a 500") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a'>>, Depends<swallowing>) -> dict { throw HTTPException(404, "gone"); });
    const answer got = ask(app, "/");
    CHECK(got.status == 500);
    CHECK(got.before == "+a swallowed -a");
}

TEST_CASE("depends: a generator yields exactly once") {
    FastAPI app;
    app.get("/never", [](Depends<never_yielding>) { return dict{}; });
    app.get("/twice", [](Depends<resource<'a'>>, Depends<twice_yielding, scope("function")>) { return dict{}; });
    CHECK(ask(app, "/never").status == 500);
    const answer got = ask(app, "/twice");
    CHECK(got.status == 500);
    CHECK(got.before == "+a !a");
}

TEST_CASE("depends: only with the scope function an exception behind co_yield can be the answer") {
    FastAPI app;
    app.get("/early", [](Depends<resource<'a'>>, Depends<refusing_afterwards, scope("function")>) { return dict{}; });
    app.get("/late", [](Depends<resource<'a'>>, Depends<refusing_afterwards>) { return dict{}; });
    const answer early = ask(app, "/early");
    CHECK(early.status == 410);
    CHECK(early.before == "+a refuses !a");
    const answer late = ask(app, "/late");
    CHECK(late.status == 200);
    CHECK(late.after == "refuses !a");
}

TEST_CASE("depends: a background task that fails is an exception for generators") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a'>>, BackgroundTasks& tasks) {
        tasks.add_task([] { throw std::runtime_error("a task failed"); });
        return dict{};
    });
    CHECK(ask(app, "/").after == "!a");
}

TEST_CASE("depends: handlers of errors see what the generators have left") {
    FastAPI app;
    app.exception_handler<HTTPException>([](Request&, const HTTPException& error) {
        seen.push_back("answered");
        return Response("{}", error.status_code + 1);
    });
    app.get("/", [](Depends<resource<'a'>>, Depends<replacing>) -> dict { throw std::runtime_error("a handler failed"); });
    const answer got = ask(app, "/");
    CHECK(got.status == 410);
    CHECK(got.before == "+a !a answered");
}

TEST_CASE("depends: an exchange that is given up destroys what generators hold") {
    static int destroyed = 0;
    struct guard {
        guard() = default;
        guard(const guard&) = delete;
        ~guard() { ++destroyed; }
    };
    constexpr auto guarded = []() -> async_generator<int> {
        const guard kept;
        co_yield 1;
        seen.push_back("never");
    };
    FastAPI app;
    app.get("/", [](Depends<guarded>) { return dict{}; });
    {
        exchange current;
        current.request.method = "GET";
        current.request.url = URL("http", "test", "/");
        asio::io_context context;
        asio::co_spawn(context, application_access::answer_async(current, *application_access::prepare(app, current)), [](std::exception_ptr) {});
        context.run();
        CHECK(current.has_rest());
        CHECK(destroyed == 0);
    }
    CHECK(destroyed == 1);
    CHECK(story().empty());
}

// ---- in the place of others ----

TEST_CASE("depends: another function stands in the place of one, with parameters of its own") {
    FastAPI app;
    app.get("/", [](Depends<twice> two, Depends<base_number> base) { return dict{{"sum", two + base}}; });
    CHECK(ask(app, "/?n=5").body == parsed(R"({"sum": 15})"));
    const std::string hundred = "100";
    app.dependency_overrides.set<base_number>(
        [hundred](Query<"m", short> m) { return static_cast<short>(m + std::stoi(hundred)); });
    CHECK(ask(app, "/?m=1").body == parsed(R"({"sum": 303})"));
    CHECK(ask(app, "/?n=5").status == 422);
    app.dependency_overrides.set<base_number>([]() -> async_generator<int> {
        seen.push_back("open");
        co_yield 1;
        seen.push_back("close");
    });
    const answer got = ask(app, "/");
    CHECK(got.body == parsed(R"({"sum": 3})"));
    CHECK(got.after == "close");
    app.dependency_overrides.clear();
    CHECK(ask(app, "/?n=5").body == parsed(R"({"sum": 15})"));
}

TEST_CASE("depends: a replacement that depends on what it replaces is a 500, not an endless recursion") {
    FastAPI app;
    app.get("/", [](Depends<base_number> base) { return dict{{"base", base}}; });
    app.dependency_overrides.set<base_number>([](Depends<base_number> base) { return base.get(); });
    CHECK(ask(app, "/?n=5").status == 500);
}

// ---- in the document ----

TEST_CASE("depends: the document lists the handler's own parameters, then those of its dependencies, by place") {
    FastAPI app;
    constexpr auto with_path = [](Path<"team", std::string> team, Query<"inner", int>) { return team.get(); };
    app.get("/{team}/{id}", {.dependencies = {depends<paging>}},
            [](Depends<with_path>, Query<"own", int>, Path<"id", int>) { return dict{}; });
    const dict document = app.openapi();
    const any& described = document["paths"]["/{team}/{id}"]["get"];
    std::string names;
    for (const any& each : described["parameters"].as_list()) names += each["name"].as_string() + " ";
    CHECK(names == "id team own skip limit inner ");
    CHECK(described["responses"].as_dict().contains("422"));
}

TEST_CASE("depends: the form of a dependency is the body in the document") {
    FastAPI app;
    constexpr auto user = [](Form<"username", std::string> name) { return name.get(); };
    app.post("/", {.name = "login"}, [](Depends<user>) { return dict{}; });
    const dict document = app.openapi();
    const any& body = document["paths"]["/"]["post"]["requestBody"];
    CHECK(body["content"].as_dict().contains("application/x-www-form-urlencoded"));
    CHECK(document["components"]["schemas"]["Body_login__post"]["required"] == parsed(R"(["username"])"));
}

TEST_CASE("depends: a path parameter of a dependency must be a placeholder of the path") {
    FastAPI app;
    constexpr auto with_path = [](Path<"team", std::string> team) { return team.get(); };
    CHECK_THROWS_AS(app.get("/nothing", [](Depends<with_path>) { return dict{}; }), std::invalid_argument);
}
