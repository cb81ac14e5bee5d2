// A client of the application tests/seed_app, typed by nothing but its OpenAPI document: seed_app.d.ts
// is made from it by openapi-typescript. It must type-check, the marked lines must not without their
// mark, and run against the application it must get what the types promise.
//
//     node client.js http://127.0.0.1:PORT

import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./seed_app.js";

type Schemas = components["schemas"];

const client = createClient<paths>({ baseUrl: process.argv[2] ?? "" });
const passed: string[] = [];

async function check(sentence: string, body: () => Promise<void>): Promise<void> {
    await body();
    passed.push(sentence);
}

await check("a path parameter is a number, a query parameter may be left out", async () => {
    const { data, response } = await client.GET("/s01/users/{user_id}", {
        params: { path: { user_id: 42 }, query: { active: false } },
    });
    assert.equal(response.status, 200);
    assert.deepEqual(data, { user_id: 42, active: false });

    const withDefault = await client.GET("/s01/users/{user_id}", { params: { path: { user_id: 7 } } });
    assert.deepEqual(withDefault.data, { user_id: 7, active: true });
});

await check("enumerations are unions of their values", async () => {
    const model: Schemas["ModelName"] = "resnet";
    const level: Schemas["Level"] = 3;
    const named = await client.GET("/s03/models/{model_name}", { params: { path: { model_name: model } } });
    assert.deepEqual(named.data, { model: "resnet", value: "resnet" });
    const numbered = await client.GET("/s03/levels/{level}", { params: { path: { level } } });
    assert.deepEqual(numbered.data, { level: 3, name: "high" });
    const sorted = await client.GET("/s04/sorted", { params: { query: { order: "desc", mode: "slow" } } });
    assert.deepEqual(sorted.data, { order: "desc", mode: "slow" });
});

await check("a list in the query is repeated", async () => {
    const { data } = await client.GET("/s04/ids", { params: { query: { ids: [3, 4] } } });
    assert.deepEqual(data, { ids: [3, 4], total: 7 });
});

await check("a JSON body is answered with 201 and the response model", async () => {
    const user: Schemas["UserCreate"] = { name: "Alice Johnson", email: "alice@example.com", age: 30 };
    const { data, error, response } = await client.POST("/s05/users", { body: user });
    assert.equal(response.status, 201);
    assert.equal(error, undefined);
    assert.ok(data);
    const id: number = data.id;
    const created: string = data.created_at;
    assert.equal(id, 1);
    assert.equal(created, "2024-01-15T10:30:00Z");
    assert.deepEqual(Object.keys(data), ["id", "name", "email", "created_at"]);
});

await check("the detail of a 422 is typed", async () => {
    const { data, error, response } = await client.POST("/s05/users", {
        body: { name: "A", email: "alice", age: null },
    });
    assert.equal(response.status, 422);
    assert.equal(data, undefined);
    const problems: Schemas["ValidationError"][] = error?.detail ?? [];
    const places: (string | number)[][] = problems.map((problem) => problem.loc);
    const types: string[] = problems.map((problem) => problem.type);
    assert.deepEqual(places, [["body", "name"], ["body", "email"]]);
    assert.deepEqual(types, ["string_too_short", "value_error"]);
    assert.deepEqual(problems[0]?.ctx, { min_length: 2 });
});

await check("models refer to models, also to themselves", async () => {
    const tree: Schemas["TreeNode"] = {
        name: "root",
        weight: 1,
        children: [{ name: "leaf", weight: 2, children: [{ name: "below" }] }],
    };
    const measured = await client.POST("/s05/tree", { body: tree });
    assert.deepEqual(measured.data, { depth: 3, total: 3 });

    const lead: Schemas["Member"] = { name: "Ann", email: "ann@example.com", address: null };
    const team = await client.POST("/s05/teams", { body: { title: "T", lead, scores: { ann: 3 } } });
    assert.equal(team.response.status, 200);
});

await check("a result of null or a list of models is typed as such", async () => {
    const nobody = await client.GET("/s07/maybe/{id}", { params: { path: { id: 0 } } });
    const user: Schemas["UserOut"] | null | undefined = nobody.data;
    assert.equal(nobody.response.status, 200);
    assert.ok(user === null || typeof user?.name === "string");

    const { data } = await client.GET("/s07/users");
    const names: string[] = (data ?? []).map((one) => one.name);
    assert.deepEqual(names, ["Alice", "Bob"]);
});

await check("an answer of 204 has no body", async () => {
    const { data, error, response } = await client.DELETE("/s08/items/{item_id}", {
        params: { path: { item_id: 1 } },
    });
    assert.equal(response.status, 204);
    assert.equal(error, undefined);
    const nothing: undefined = data;
    assert.ok(!nothing);
});

await check("wrong types are refused by the compiler, and by the application with 422", async () => {
    // @ts-expect-error: a path parameter of another type
    const text = await client.GET("/s03/users/{user_id}", { params: { path: { user_id: "me too" } } });
    assert.equal(text.response.status, 422);

    // @ts-expect-error: no value of the enumeration
    const model = await client.GET("/s03/models/{model_name}", { params: { path: { model_name: "vgg" } } });
    assert.equal(model.response.status, 422);

    // @ts-expect-error: a required query parameter is missing
    const search = await client.GET("/s04/search", {});
    assert.equal(search.response.status, 422);

    // @ts-expect-error: a required member of the body is missing
    const incomplete = await client.POST("/s05/users", { body: { name: "Alice Johnson" } });
    assert.equal(incomplete.response.status, 422);

    // @ts-expect-error: a member of another type
    const flags = await client.POST("/s05/users", { body: { name: "Al", email: "a@example.com", tags: 5 } });
    assert.equal(flags.response.status, 422);

    // @ts-expect-error: no such operation
    const missing = await client.GET("/s05/nothing");
    assert.equal(missing.response.status, 404);

    // @ts-expect-error: another method
    const method = await client.PUT("/s05/users", {});
    assert.equal(method.response.status, 405);

    const { data } = await client.GET("/s07/users");
    // @ts-expect-error: what the response model leaves out
    assert.equal(data?.[0]?.password, undefined);
});

console.log(`${passed.length} passed`);
