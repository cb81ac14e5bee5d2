// expect: fastapi: min_length, max_length and pattern limit text, and this value is none. For
// containers use min_items and max_items, for numbers ge and le. expect: Item
#include "fastapi/model/functions.hpp"

using namespace fastapi;

struct Item {
    Field<int, pattern("^[0-9]+$")> number;
};

int main() { return model_validate_json<Item>("{}").number; }
