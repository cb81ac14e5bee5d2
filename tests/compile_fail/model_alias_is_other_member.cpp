// expect: fastapi: two members of this model are read under one name. Give one of them an alias of
// its own: Field<int, alias("itemId")> item_id. expect: Owner
#include "fastapi/model/functions.hpp"

using namespace fastapi;

struct Owner {
    std::string name;
    Field<std::string, validation_alias("name")> full_name;
};
struct Item {
    std::vector<Owner> owners;
};

int main() { return static_cast<int>(model_validate_json<Item>("{}").owners.size()); }
