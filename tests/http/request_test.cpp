#include "fastapi/http/request.hpp"

#include <doctest/doctest.h>

#include <any>
#include <stdexcept>
#include <string>

using namespace fastapi;
using detail::request_access;

TEST_CASE("state: values of any type are stored by name") {
    State state;
    CHECK_FALSE(state.contains("db"));
    state.set("db", std::string("one"));
    state.set("count", 1);
    state.get<int>("count") += 41;
    state.set("db", 2.5);
    CHECK(state.get<int>("count") == 42);
    CHECK(state.get<double>("db") == 2.5);
    CHECK_THROWS_AS(state.get<int>("db"), std::bad_any_cast);
    CHECK_THROWS_WITH_AS(state.get<int>("other"), "state has no value 'other'", std::out_of_range);
    state.clear();
    CHECK_FALSE(state.contains("db"));
}

TEST_CASE("request: path parameters are found by name, in the order of the path") {
    Request request;
    CHECK(request.path_params.empty());
    request_access::add_path_param(request, "user", "7");
    request_access::add_path_param(request, "order", "");
    CHECK(request.path_params["user"] == "7");
    CHECK(request.path_params.get("order") == "");
    CHECK_FALSE(request.path_params.get("item"));
    CHECK_THROWS_AS(request.path_params["item"], std::out_of_range);
    CHECK(request_access::path_value(request, 0) == "7");
    CHECK(request.path_params.size() == 2);
    request_access::clear_path_params(request);
    CHECK(request.path_params.begin() == request.path_params.end());
}

TEST_CASE("request: routes see a percent-decoded path") {
    Request request;
    request.url.path = "/plain";
    CHECK(request_access::decoded_path(request).data() == request.url.path.data());
    request.url.path = "/a%2Fb%20c+d";
    CHECK(request_access::decoded_path(request) == "/a/b c+d");
    request.url.path = "/%41";
    CHECK(request_access::decoded_path(request) == "/A");
}

TEST_CASE("request: belongs to no application until one handles it") {
    CHECK_THROWS_AS(Request().app(), std::logic_error);
}

TEST_CASE("request: recycled, nothing of the old one is left") {
    Request request;
    request.method = "PUT";
    request.url.path = "/x";
    request.headers.add("a", "b");
    request.query_params.reset("q=1");
    request.state.set("who", 1);
    request_access::add_path_param(request, "id", "1");
    request_access::set_body(request, "body");
    request_access::recycle(request);
    CHECK(request.method.empty());
    CHECK(request.url.path.empty());
    CHECK(request.headers.empty());
    CHECK(request.query_params.empty());
    CHECK(request.path_params.empty());
    CHECK_FALSE(request.state.contains("who"));
    CHECK(request_access::body(request).empty());
}
