// expect: fastapi: a validator takes the value of its field with its whole type, or any for what
// was sent, and returns the value to use, or nothing. Write double positive(double value) for a
// double. expect: Item
#include "fastapi/model/functions.hpp"

using namespace fastapi;

void lower(std::string&) {}

struct Item {
    Field<int, validator<lower>> size;
};

int main() { return model_validate_json<Item>("{}").size; }
