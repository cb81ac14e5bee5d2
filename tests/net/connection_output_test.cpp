#include "fastapi/net/connection_output.hpp"

#include "fastapi/http/streaming_response.hpp"
#include "tests/net/client.hpp"

#include <string>
#include <vector>

using namespace fastapi;
using namespace net_test;

TEST_CASE("connection: a streamed answer never has another length than it says") {
    FastAPI app;
    app.get("/", [](Query<"announced", std::string> announced) {
        return StreamingResponse(std::vector<std::string>{"01234", "56789"}, 200,
                                 {{"content-length", std::string(announced)}});
    });
    serving server(app);
    struct row {
        const char* announced;
        const char* received;
        bool goes_on;
    };
    const row rows[] = {{"10", "0123456789", true},
                        {"11", "0123456789", false},
                        {"9", "01234", false},
                        {"4", "", false}};
    for (const row& each : rows) {
        CAPTURE(each.announced);
        client one(server.port());
        one.send(client::request(std::string("/?announced=") + each.announced));
        if (each.goes_on) {
            CHECK(one.read().body == each.received);
            CHECK(one.get("/none").status == 404);
        } else {
            const std::string all = one.read_to_end();
            CHECK(all.substr(all.find("\r\n\r\n") + 4) == each.received);
        }
    }
}
