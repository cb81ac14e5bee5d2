// expect: fastapi: this function takes form fields beside a JSON body, and a request has one body.
// Write Form<"name", T> for each field, or take everything as JSON.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    std::string name;
};

int main() {
    APIRouter router;
    router.post("/items",
                [](Item item, Form<"note", std::string> note) { return item.name + note; });
}
