#include "fastapi/http/status.hpp"

#include <doctest/doctest.h>

namespace status = fastapi::status;

TEST_CASE("status: phrases are Python's") {
    CHECK(status::phrase(status::HTTP_200_OK) == "OK");
    CHECK(status::phrase(100) == "Continue");
    CHECK(status::phrase(413) == "Content Too Large");
    CHECK(status::phrase(416) == "Range Not Satisfiable");
    CHECK(status::phrase(418) == "I'm a Teapot");
    CHECK(status::phrase(422) == "Unprocessable Content");
    CHECK(status::phrase(status::HTTP_511_NETWORK_AUTHENTICATION_REQUIRED) ==
          "Network Authentication Required");
    static_assert(status::phrase(404) == "Not Found");
}

TEST_CASE("status: a code without a phrase has an empty one") {
    for (const int code : {-1, 0, 99, 104, 299, 306, 420, 509, 512, 1000, 2147483647})
        CHECK(status::phrase(code) == "");
}

TEST_CASE("status: 1xx, 204 and 304 have no body") {
    for (const int code : {100, 101, 199, 204, 304})
        CHECK_FALSE(fastapi::detail::allows_body(code));
    for (const int code : {200, 203, 205, 303, 305, 404, 500})
        CHECK(fastapi::detail::allows_body(code));
}
