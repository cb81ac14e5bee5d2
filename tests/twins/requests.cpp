// Headers, cookies, forms, uploads, and the request itself.

#include "twins.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

enum class Level { low, high };

template <class Value>
using Maybe = std::optional<Value>;

// ---- headers

struct CommonHeaders {
    std::string host;
    bool save_data;
    std::optional<std::string> if_modified_since;
    std::vector<std::string> x_tag;
};

struct StrictHeaders {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};

    std::string host;
    std::string connection = "none";
    Field<int, ge(1)> x_level = 1;
};

dict header_types(
    Header<"x_int", Maybe<int>, ge(-5), le(500)> x_int,
    Header<"x_float", Maybe<double>, gt(0)> x_float, Header<"x_bool", Maybe<bool>> x_bool,
    Header<"x_level", Maybe<Level>> x_level,
    Header<"x_mode", Maybe<Literal<"fast", "slow">>> x_mode, Header<"x_id", Maybe<UUID>> x_id,
    Header<"x_date", Maybe<date>> x_date, Header<"x_moment", Maybe<datetime>> x_moment,
    Header<"x_price", Maybe<Decimal>, max_digits(5), decimal_places(2)> x_price,
    Header<"x_name", Maybe<std::string>, min_length(2), max_length(4), pattern("^[a-z]+$")>
        x_name) {
    return {{"int", x_int},     {"float", x_float}, {"bool", x_bool}, {"level", x_level},
            {"mode", x_mode},   {"id", x_id},       {"date", x_date}, {"moment", x_moment},
            {"price", x_price}, {"name", x_name}};
}

dict header_names(
    Header<"plain", std::string> plain,
    Header<"two_words", std::string, defaults_to("none"), description("Read as two-words.")>
        two_words,
    Header<"kept_word", std::string, defaults_to("none"), convert_underscores(false)> kept_word,
    Header<"named", std::string, defaults_to("none"), alias("X_Own-Name"), deprecated> named,
    Header<"hidden", std::string, defaults_to("none"), include_in_schema(false)> hidden) {
    return {{"plain", plain},
            {"two_words", two_words},
            {"kept_word", kept_word},
            {"named", named},
            {"hidden", hidden}};
}

void add_headers(FastAPI& app) {
    app.get("/headers/types", {.name = "header_types"}, header_types);
    app.get("/headers/names", {.name = "header_names"}, header_names);
    app.get(
        "/headers/lists", {.name = "header_lists"},
        [](Header<"x_text", std::vector<std::string>, required, min_items(1), max_items(3)> x_text,
           Header<"x_number", std::vector<int>> x_number,
           Header<"x_set", Maybe<std::set<std::string>>> x_set) {
            return dict{{"text", x_text}, {"number", x_number}, {"set", x_set}};
        });
    app.get("/headers/model", {.name = "header_model"},
            [](HeaderModel<CommonHeaders> headers) -> CommonHeaders { return headers; });
    app.get("/headers/strict", {.name = "strict_headers"},
            [](HeaderModel<StrictHeaders> headers) -> StrictHeaders { return headers; });
}

// ---- cookies

struct Tracking {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};

    std::string session_id;
    Field<int, ge(1)> visits = 1;
    std::optional<std::string> tracker;
};

dict cookie_types(Cookie<"session", std::string, min_length(2)> session,
                  Cookie<"visits", int, 0, ge(0)> visits, Cookie<"ratio", Maybe<double>> ratio,
                  Cookie<"dark", bool, false> dark, Cookie<"level", Maybe<Level>> level,
                  Cookie<"long_name", std::string, defaults_to("none")> long_name,
                  Cookie<"named", std::string, defaults_to("none"), alias("own-name")> named) {
    return {{"session", session}, {"visits", visits},       {"ratio", ratio}, {"dark", dark},
            {"level", level},     {"long_name", long_name}, {"named", named}};
}

void add_cookies(FastAPI& app) {
    app.get("/cookies/types", {.name = "cookie_types"}, cookie_types);
    app.get("/cookies/model", {.name = "cookie_model"},
            [](CookieModel<Tracking> cookies) -> Tracking { return cookies; });
    app.get("/cookies/all", {.name = "all_cookies"}, [](Request& request) {
        dict cookies;
        for (const auto& [name, value] : request.cookies) cookies[name] = value;
        return cookies;
    });
}

// ---- forms

struct Login {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};

    std::string username;
    Field<std::string, min_length(3)> password;
    bool remember = false;
    std::vector<std::string> scopes;
};

struct Review {
    Field<int, ge(1), le(5)> stars;
    std::optional<std::string> text;
    std::vector<std::string> tags = {"new"};
};

dict form_types(Form<"count", int, gt(0)> count, Form<"price", double, defaults_to(1.5)> price,
                Form<"agree", bool, false> agree, Form<"level", Level, Level::low> level,
                Form<"day", Maybe<date>> day, Form<"note", Maybe<std::string>, max_length(5)> note,
                Form<"tags", std::vector<std::string>> tags,
                Form<"numbers", std::vector<int>, max_items(2)> numbers,
                Form<"named", std::string, defaults_to("none"), alias("own-name")> named) {
    return {{"count", count}, {"price", price},     {"agree", agree},
            {"level", level}, {"day", day},         {"note", note},
            {"tags", tags},   {"numbers", numbers}, {"named", named}};
}

void add_forms(FastAPI& app) {
    app.post("/forms/types", {.name = "form_types"}, form_types);
    app.post("/forms/model", {.name = "form_model"},
             [](FormModel<Login> login) -> Login { return login; });
    app.post("/forms/review", {.name = "form_review"},
             [](FormModel<Review> review) -> Review { return review; });
}

// ---- files

dict about(const UploadFile& file) {
    return {{"filename", file.filename}, {"content_type", file.content_type}, {"size", file.size}};
}

list about(const std::vector<UploadFile>& files) {
    list result;
    for (const UploadFile& file : files) result.append(about(file));
    return result;
}

async<dict> one_file(File<"file"> file, Form<"title", std::string, defaults_to("none")> title) {
    const bytes start(co_await file.read(3));
    const std::string rest = co_await file.read();
    co_await file.seek(1);
    const bytes again(co_await file.read(2));
    dict headers;
    for (const auto& [name, value] : file.headers) headers[name] = value;
    dict answer = about(file);
    answer.update({{"title", title},
                   {"start", start.hex()},
                   {"rest", rest.size()},
                   {"again", again.hex()},
                   {"headers", headers}});
    co_return answer;
}

dict file_bytes(
    File<"content", bytes, min_length(2), max_length(6), description("A few bytes.")> content,
    File<"parts", std::vector<bytes>> parts, File<"maybe", Maybe<bytes>> maybe) {
    list all;
    for (const bytes& part : parts) all.append(part.hex());
    return {
        {"content", content.hex()}, {"parts", all}, {"maybe", maybe ? any(maybe->hex()) : any()}};
}

void add_files(FastAPI& app) {
    app.post("/files/one", {.name = "one_file"}, one_file);
    app.post(
        "/files/many", {.name = "many_files"},
        [](File<"files", std::vector<UploadFile>, required, min_items(1), max_items(3)> files,
           File<"cover", Maybe<UploadFile>> cover) {
            return dict{{"files", about(files)}, {"cover", cover ? any(about(*cover)) : any()}};
        });
    app.post("/files/bytes", {.name = "file_bytes"}, file_bytes);
}

// ---- the request

template <class Pairs>
list pairs_of(const Pairs& pairs) {
    list result;
    for (const auto& [name, value] : pairs) result.append(list{name, value});
    return result;
}

async<dict> whole_request(Path<"name", std::string> name, Path<"rest", std::string> rest,
                          Request& request) {
    const std::string body = co_await request.body();
    co_return dict{{"method", request.method},
                   {"path_params", dict{{"name", name}, {"rest", rest}}},
                   {"query", pairs_of(request.query_params)},
                   {"last", request.query_params.get("a")},
                   {"all", request.query_params.getlist("a")},
                   {"base_url", request.base_url()},
                   {"scheme", request.url.scheme},
                   {"netloc", request.url.netloc},
                   {"hostname", request.url.hostname},
                   {"port", request.url.port},
                   {"raw_query", request.url.query},
                   {"headers", pairs_of(request.headers)},
                   {"body", body.size()},
                   {"client", request.client.host}};
}

dict urls(Request& request) {
    const URL& url = request.url;
    const URL types(request.url_for("header_types"));
    return {
        {"included", url.include_query_params({{"page", 2}, {"q", "a b&c"}}).str()},
        {"replaced", url.replace_query_params({{"only", "é"}, {"flag", true}}).str()},
        {"removed", url.remove_query_params("a").str()},
        {"two_removed", url.remove_query_params({"a", "b"}).str()},
        {"secure", url.replace({.scheme = "https", .port = 8443}).str()},
        {"elsewhere", url.replace({.hostname = "example.org", .path = "/x", .query = "y=1"}).str()},
        {"url_for", request.url_for("whole_request", {{"name", "n"}, {"rest", "r/s"}})},
        {"with_query", types.include_query_params({{"x", 1}}).str()}};
}

async<dict> json_body(Request& request) {
    try {
        const any value = co_await request.json();
        co_return dict{{"json", value}};
    } catch (const JSONDecodeError&) {
        co_return dict{{"error", "no JSON"}};
    }
}

async<dict> form_body(Request& request) {
    const FormData form = co_await request.form();
    list items;
    for (const auto& [name, value] : form)
        items.append(list{name, value.is_text() ? any(value.text()) : any(about(value.file()))});
    const FormValue* const last = form.get("a");
    co_return dict{{"items", items},
                   {"last", last != nullptr && last->is_text() ? any(last->text()) : any()},
                   {"count", form.getlist("a").size()}};
}

async<dict> stream_body(Request& request) {
    std::size_t size = 0;
    auto stream = request.stream();
    while (const auto chunk = co_await stream.next()) size += chunk->size();
    co_return dict{{"size", size}, {"type", request.headers.get("content-type")}};
}

async<Response> count_values(Request& request, Next next) {
    request.state.set("values", request.headers.getlist("x-value").size());
    Response response = co_await next(request);
    response.headers.set("X-Values", std::to_string(request.state.get<std::size_t>("values")));
    co_return response;
}

void add_requests(FastAPI& app) {
    app.api_route({"GET", "HEAD", "OPTIONS", "POST"}, "/request/{name}/{rest:path}",
                  {.operation_id = "whole_request", .name = "whole_request"}, whole_request);
    app.get("/urls", {.name = "urls"}, urls);
    app.post("/body/json", {.name = "json_body"}, json_body);
    app.post("/body/form", {.name = "form_body"}, form_body);
    app.post("/body/stream", {.name = "stream_body"}, stream_body);
    app.middleware(count_values);
}

}  // namespace

int twins::requests(int argc, char** argv) {
    FastAPI app({.title = "Requests"});
    add_headers(app);
    add_cookies(app);
    add_forms(app);
    add_files(app);
    add_requests(app);
    return app.run(argc, argv);
}
