// Chromium asks an application from pages of other origins. What cors_test.py has started is told in a JSON text:
//
//     node cors_test.mjs '{"browser": ..., "application": URL, "allowed": ORIGIN, "other": ORIGIN, ...}'
//
// What the browser refuses, a script sees as a TypeError that tells nothing; why is written to the console. What
// has reached the application is read from its GET /seen: a refused answer may have been made all the same.

import assert from "node:assert/strict";
import { runCases, settings } from "./chromium.mjs";

const blocked = /blocked by CORS policy: ([^]*)/;
const noOrigin = /No 'Access-Control-Allow-Origin' header/;
const preflightFailed = /preflight request doesn't pass access control check: It does not have HTTP ok status/;

/** What a script of the page gets: status, headers and body, or why the browser refused. */
async function ask(page, path, options = {}) {
    const texts = [];
    const listen = (message) => texts.push(message.text());
    page.on("console", listen);
    const answer = await page.evaluate(async ([url, given]) => {
        try {
            const answer = await fetch(url, given);
            const headers = Object.fromEntries(answer.headers);
            return { status: answer.status, headers, body: await answer.json() };
        } catch (error) {
            return { refused: error.name };
        }
    }, [settings.application + path, options]);
    if (answer.refused) {
        assert.equal(answer.refused, "TypeError");
        if (!texts.some((text) => blocked.test(text)))
            texts.push((await page.waitForEvent("console")).text());
        answer.refused = blocked.exec(texts.find((text) => blocked.test(text)))[1];
    }
    page.off("console", listen);
    return answer;
}

/** What has reached the application's routes since the last time. */
const seen = async () => (await fetch(settings.application + "/seen")).json();

async function answers(page, path, options, status, body) {
    const answer = await ask(page, path, options);
    assert.deepEqual([answer.status, answer.body], [status, body], answer.refused);
    return answer;
}

async function isRefused(page, path, options, reason, reached = []) {
    await seen();
    const answer = await ask(page, path, options);
    assert.ok(answer.refused, `${path} is answered with ${answer.status}`);
    assert.match(answer.refused, reason);
    assert.deepEqual(await seen(), reached, path);
}

const include = { credentials: "include" };
const put = (headers = {}) => ({
    method: "PUT", headers: { "Content-Type": "application/json", ...headers }, body: '{"name": "Lamp"}',
});

// ---- the cases ----

async function simple(page) {
    const { headers } = await answers(page, "/shop/items", {}, 200, [1, 2]);
    assert.equal(headers["x-total"], "2", "an exposed header");
    assert.equal(headers["x-hidden"], undefined, "one that is not exposed");
    assert.equal(headers["content-type"], "application/json", "one that scripts may always read");
}

async function preflighted(page) {
    await seen();
    const body = { item_id: 1, name: "Lamp", request: "r-1" };
    await answers(page, "/shop/items/1", put({ "X-Request-ID": "r-1" }), 200, body);
    await answers(page, "/shop/items/2", put(), 200, { item_id: 2, name: "Lamp", request: null });
    assert.deepEqual(await seen(), ["PUT /shop/items/1", "PUT /shop/items/2"], "no preflight comes so far");
}

async function notAllowed(page) {
    await isRefused(page, "/shop/items/1", { method: "DELETE" }, preflightFailed);
    await isRefused(page, "/shop/items/1", put({ "X-Other": "1" }), preflightFailed);
    await isRefused(page, "/closed/items/1", put(), noOrigin); // as OPTIONS is answered with 405
    await isRefused(page, "/closed/items", {}, noOrigin, ["GET /closed/items"]);
}

/** A request that needs no preflight is made, and only its answer is kept from the script. */
async function otherOrigin(page) {
    await isRefused(page, "/shop/items", {}, noOrigin, ["GET /shop/items"]);
    await isRefused(page, "/shop/items", include, noOrigin, ["GET /shop/items"]);
    await isRefused(page, "/shop/items/1", put(), noOrigin);
}

/** Ports are no part of a cookie: both origins are one site, and CORS alone keeps the answers apart. */
async function credentials(page) {
    await answers(page, "/shop/session", include, 200, { session: null });
    await answers(page, "/shop/login", { method: "POST" }, 200, { status: "logged in" });
    await answers(page, "/shop/session", include, 200, { session: null }); // it was not to be kept
    await answers(page, "/shop/login", { method: "POST", ...include }, 200, { status: "logged in" });
    await answers(page, "/shop/session", include, 200, { session: "abc" });
    await answers(page, "/shop/session", {}, 200, { session: null });
    await answers(page, "/shop/items/1", { ...put({ "X-Request-ID": "r" }), ...include }, 200,
        { item_id: 1, name: "Lamp", request: "r" });
}

async function wildcard(page) {
    const body = { item_id: 1, name: "Lamp", request: null };
    await answers(page, "/public/items", {}, 200, [1, 2]);
    await answers(page, "/public/items/1", put({ "X-Anything": "1" }), 200, body);
    await answers(page, "/public/items/1", { method: "DELETE" }, 200, { deleted: 1 });
    const noWildcard = /must not be the wildcard '\*' when the request's credentials mode is 'include'/;
    await isRefused(page, "/public/items", include, noWildcard, ["GET /public/items"]);
    await isRefused(page, "/public/items/1", { ...put(), ...include }, noWildcard);
    // With allow_credentials the origin is sent back by its name in place of the wildcard.
    await answers(page, "/open/items", include, 200, [1, 2]);
    await answers(page, "/open/items/1", { ...put({ "X-Anything": "1" }), ...include }, 200, body);
    await answers(page, "/open/items/1", { method: "DELETE", ...include }, 200, { deleted: 1 });
}

async function pattern(page) {
    await answers(page, "/pattern/items", {}, 200, [1, 2]);
    await isRefused(page, "/pattern/items", include, /'Access-Control-Allow-Credentials' header/, ["GET /pattern/items"]);
    await isRefused(page, "/pattern/items/1", put(), preflightFailed);
}

async function errors(page) {
    const wrong = await ask(page, "/shop/items/x");
    assert.deepEqual([wrong.status, wrong.body?.detail[0].type], [422, "int_parsing"], wrong.refused);
    await answers(page, "/shop/items/404", {}, 404, { detail: "No such item" });
    await answers(page, "/shop/items/409", {}, 409, { error: "OUT_OF_STOCK" });
    await answers(page, "/shop/none", {}, 404, { detail: "Not Found" });
    await answers(page, "/shop/session", { method: "PUT" }, 405, { detail: "Method Not Allowed" });
    // As Starlette's: what nobody handles is answered outside of all middleware, without CORS headers. The script
    // learns of no status. An exception_handler for the type, or HTTPException(500), makes it readable.
    await isRefused(page, "/shop/items/500", {}, noOrigin, ["GET /shop/items/500"]);
}

const { allowed, other } = settings;
const cases = [
    { name: "simple", url: allowed, run: simple },
    { name: "preflighted", url: allowed, run: preflighted },
    { name: "not_allowed", url: allowed, run: notAllowed },
    { name: "other_origin", url: other, run: otherOrigin },
    { name: "credentials", url: allowed, run: credentials },
    { name: "wildcard", url: allowed, run: wildcard },
    { name: "wildcard_other_origin", url: other, run: wildcard },
    { name: "pattern", url: allowed, run: pattern },
    { name: "pattern_other_origin", url: other, run: pattern },
    { name: "errors", url: allowed, run: errors },
];
await runCases(cases.map((one) => ({ ...one, isOwnPage: true, foreign: null })));
