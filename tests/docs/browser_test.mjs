// The documentation pages in Chromium. What browser_test.py has started is told in a JSON text:
//
//     node browser_test.mjs '{"browser": ..., "withAssets": URL, "withoutAssets": URL,
//                             "assets": FOLDER, "screenshots": FOLDER}'
//
// No request leaves this machine: what is asked of another host than 127.0.0.1 is refused here, or
// answered from the folder of assets in the cases that play the CDN. It fails a case of local assets.

import assert from "node:assert/strict";
import {
    execute, executeInFallback, fromAssets, openInFallback, openOperation, runCases, settings,
} from "./chromium.mjs";

// ---- steps on a page of Swagger UI ----

async function useSwaggerUI(page) {
    await page.locator(".opblock").first().waitFor();
    assert.equal(await page.locator(".opblock").count(), 2, "the operations of the application");
    assert.match(await page.locator(".info .title").innerText(), /^Docs/);

    const read = await openOperation(page, "/users/{user_id}");
    await read.locator('tr[data-param-name="user_id"] input').fill("42");
    await read.locator('tr[data-param-name="active"] select').selectOption("false");
    assert.deepEqual(await execute(read), { status: "200", body: { user_id: 42, active: false } });

    const create = await openOperation(page, "/items");
    await create.locator("textarea").fill('{"name": "Lamp", "price": 9.5}');
    assert.deepEqual(await execute(create), { status: "201", body: { name: "Lamp", price: 9.5 } });
    await create.locator("textarea").fill('{"name": "Lamp", "price": -1}');
    const refused = await execute(create);
    assert.equal(refused.status, "422");
    assert.equal(refused.body.detail[0].msg, "Input should be greater than 0");
}

// ---- and on one of ReDoc ----

async function readRedoc(page) {
    await page.locator("h1", { hasText: "Docs" }).first().waitFor();
    for (const name of ["Read User", "Create Item"])
        await page.locator("h2", { hasText: name }).first().waitFor();
    const operations = await page.locator('[id^="tag/"][id*="/operation/"], [id^="operation/"]').count();
    assert.ok(operations >= 2, `${operations} operations`);
    assert.match(await page.locator("body").innerText(), /\/users\/\{user_id\}/);
    // The search runs in a worker, which a policy may forbid.
    await page.locator('input[placeholder^="Search"]').fill("create");
    await page.locator('[data-role="search:results"]', { hasText: "Create Item" }).waitFor();
}

// ---- and on our own, which appears where neither can be loaded ----

async function waitForFallback(page) {
    await page.locator("#fallback .operation").first().waitFor();
    assert.match(await page.locator("#fallback h1").innerText(), /^Docs/);
    assert.equal(await page.locator("#fallback .operation").count(), 2, "the operations");
}

async function useFallback(page) {
    await waitForFallback(page);
    const read = await openInFallback(page, "/users/{user_id}");
    await read.locator('[data-param="path:user_id"]').fill("42");
    await read.locator('[data-param="query:active"]').selectOption("false");
    assert.deepEqual(await executeInFallback(read), { status: "200", body: { user_id: 42, active: false } });
    await read.locator('[data-param="path:user_id"]').fill("abc");
    const wrong = await executeInFallback(read);
    assert.equal(wrong.status, "422");
    assert.deepEqual(wrong.body.detail[0].loc, ["path", "user_id"]);

    const create = await openInFallback(page, "/items");
    const body = create.locator("textarea[data-body]");
    assert.deepEqual(Object.keys(JSON.parse(await body.inputValue())), ["name", "price"], "an example");
    await body.fill('{"name": "Lamp", "price": 9.5}');
    assert.deepEqual(await executeInFallback(create), { status: "201", body: { name: "Lamp", price: 9.5 } });
    await body.fill('{"name": "Lamp", "price": -1}');
    const refused = await executeInFallback(create);
    assert.equal(refused.status, "422");
    assert.equal(refused.body.detail[0].msg, "Input should be greater than 0");
}

async function readFallback(page) {
    await waitForFallback(page);
    assert.match(await page.locator("#fallback").innerText(), /\/users\/\{user_id\}/);
    assert.equal(await page.locator("#fallback [data-execute]").count(), 0, "ReDoc executes nothing");
}

// ---- a form with files, as a browser sends it ----

async function sendForm(page) {
    const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    await page.locator('[name="title"]').fill("Grüße \u2713");
    await page.locator('[name="file"]').setInputFiles(file('a "b" ü.txt', "first\r\n--boundary\r\n"));
    await page.locator('[name="more"]').setInputFiles([file("1.txt", "one"), file("2.txt", "")]);
    await page.locator("button").click();
    await page.waitForFunction(() => document.contentType === "application/json");
    // The browser writes a quotation mark as %22, and the name arrives as it was sent.
    assert.deepEqual(JSON.parse(await page.locator("body").innerText()), {
        title: "Grüße \u2713",
        tags: ["a", "b"],
        file: { name: "a %22b%22 ü.txt", type: "text/plain", content: "first\r\n--boundary\r\n" },
        more: [
            { name: "1.txt", type: "text/plain", content: "one" },
            { name: "2.txt", type: "text/plain", content: "" },
        ],
    });
}

// ---- the cases ----

const { withAssets, withoutAssets } = settings;
const cases = [
    { name: "docs_local", url: withAssets + "/docs", run: useSwaggerUI, isLocal: true },
    { name: "redoc_local", url: withAssets + "/redoc", run: readRedoc, isLocal: true },
    { name: "docs_cdn", url: withoutAssets + "/docs", run: useSwaggerUI, foreign: fromAssets },
    { name: "redoc_cdn", url: withoutAssets + "/redoc", run: readRedoc, foreign: fromAssets },
    { name: "docs_offline", url: withoutAssets + "/docs", run: useFallback },
    { name: "redoc_offline", url: withoutAssets + "/redoc", run: readFallback },
    { name: "form", url: withAssets + "/form", run: sendForm, isLocal: true, isOwnPage: true },
];

await runCases(cases);
