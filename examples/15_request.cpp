// The request itself, and middleware that stands around every one of them.
//
//   curl 'http://127.0.0.1:8000/info?a=1&b=x%20y' -b session=abc
//   curl -i -H 'X-User: eve' http://127.0.0.1:8000/me
//   curl -i -H 'X-User: blocked' http://127.0.0.1:8000/me       answered by the middleware
//   curl --data-binary @README.md http://127.0.0.1:8000/lines   read as it arrives

#include <fastapi.hpp>

#include <algorithm>
#include <cstddef>
#include <string>

using namespace fastapi;

struct User {
    std::string name;
};

int main(int argc, char** argv) {
    FastAPI app;

    // Middleware sees every request before its handler, and the answer after it. It may answer
    // itself, and leave values of any type in request.state.
    app.middleware([](Request& request, Next next) -> async<Response> {
        const std::string name(request.headers.get("x-user").value_or("guest"));
        if (name == "blocked")
            co_return JSONResponse(dict{{"detail", "blocked by middleware"}}, 401);
        request.state.set("user", User{name});
        Response response = co_await next(request);
        response.headers.set("X-Served-For", name);
        co_return response;
    });

    app.get("/me", {.name = "read_me"}, [](Request& request) {
        return dict{{"user", request.state.get<User>("user").name}};
    });

    // Texts of a request are views of its bytes: they are good until it is answered.
    app.get("/info", [](Request& request) {
        dict query;
        for (const auto& [name, value] : request.query_params) query[name] = value;
        return dict{{"method", request.method},
                    {"url", request.url.str()},
                    {"path", request.url.path},
                    {"query", query},
                    {"session", request.cookies.get("session")},
                    {"client", request.client.host},
                    {"base_url", request.base_url()},
                    {"me", request.url_for("read_me")}};
    });

    // One handler for several methods and a whole tree of paths.
    app.api_route(
        {"GET", "PUT"}, "/files/{rest:path}", [](Request& request, Path<"rest", std::string> rest) {
            return dict{
                {"method", request.method}, {"rest", rest}, {"all", request.path_params.size()}};
        });

    // The body without a model: its bytes, and what they are as JSON. JSONDecodeError is yours.
    app.post("/webhook", [](Request& request) -> async<dict> {
        const std::string raw = co_await request.body();
        any event;
        try {
            event = co_await request.json();
        } catch (const JSONDecodeError& error) {
            throw HTTPException(400, error.what());
        }
        co_return dict{{"received", raw.size()}, {"event", event}};
    });

    // A body of any size, piece by piece.
    app.post("/lines", [](Request& request) -> async<dict> {
        std::ptrdiff_t lines = 0;
        auto stream = request.stream();
        while (const auto part = co_await stream.next())
            lines += std::count(part->begin(), part->end(), '\n');
        co_return dict{{"lines", lines}};
    });

    // A form whose fields are not known beforehand.
    app.post("/form", [](Request& request) -> async<dict> {
        const FormData form = co_await request.form();
        list fields;
        for (const auto& [name, value] : form)
            fields.append(list{name, value.is_text() ? value.text() : value.file().filename});
        co_return dict{{"fields", fields}};
    });

    return app.run(argc, argv);
}
