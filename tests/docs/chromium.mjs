// What the tests with Chromium share: running cases on pages of their own, and the steps on Swagger UI and
// on our own page. A test that imports it is told in a JSON text, its first argument, what chromium.py and
// the test have started: `browser`, `screenshots` and `assets` are always among these settings.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const settings = JSON.parse(process.argv[2]);
const wait = 20_000; // milliseconds, for what a page must come to show

// ---- who answers for other hosts than 127.0.0.1 ----

/** Answers as the CDN would: `npm/redoc@2/...` is a file of the folder. Fonts and images are empty. */
export function fromAssets(route) {
    const { hostname, pathname } = new URL(route.request().url());
    const file = /^\/npm\/([^@]+)@[^/]+(\/.+)$/.exec(pathname);
    if (hostname !== "cdn.jsdelivr.net" || !file) return route.fulfill({ status: 204 });
    return route.fulfill({
        contentType: pathname.endsWith(".js") ? "text/javascript" : "text/css",
        body: readFileSync(join(settings.assets, file[1], file[2])),
    });
}

const refuse = (route) => route.abort("internetdisconnected");

// ---- steps on a page of Swagger UI ----

export async function openOperation(page, path) {
    const block = page.locator(".opblock", { has: page.locator(`[data-path="${path}"]`) });
    await block.locator(".opblock-summary-control").click();
    await block.locator(".try-out__btn").click();
    return block;
}

/** Executes, and reads the answer. One that is shown already is cleared before. */
export async function execute(block) {
    const clear = block.locator("button.btn-clear");
    if (await clear.count()) await clear.click();
    await block.locator(".live-responses-table").waitFor({ state: "detached" });
    await block.locator("button.execute").click();
    const answer = block.locator(".live-responses-table tr.response");
    return {
        status: (await answer.locator(".response-col_status").innerText()).trim().split(/\s/)[0],
        body: JSON.parse(await answer.locator(".highlight-code pre").first().innerText()),
    };
}

// ---- and on our own, which appears where Swagger UI cannot be loaded ----

export async function openInFallback(page, path) {
    const operation = page.locator(`.operation[data-path="${path}"]`);
    await operation.locator("summary").first().click();
    return operation;
}

export async function executeInFallback(operation) {
    await operation.locator("[data-execute]").click();
    await operation.locator("[data-result] [data-status]").waitFor();
    return {
        status: await operation.locator("[data-status]").getAttribute("data-status"),
        body: JSON.parse(await operation.locator("[data-answer]").innerText()),
    };
}

// ---- the cases ----

/**
 * Runs a case on a page of its own; a line for each thing that went wrong. A case is
 *     name       also of its picture
 *     url        of the page, which is opened before
 *     run        a function of the page
 *     isOwnPage  whether it is none of the documentation, and so has no policy
 *     isLocal    whether it asks no other host than 127.0.0.1
 *     foreign    answers for these; null: nothing is looked at on its way, so that Chromium itself sends
 *                preflights, which Playwright otherwise answers in the place of the server
 */
async function problemsOf(browser, { name, url, run, isLocal, isOwnPage, foreign = refuse }) {
    const context = await browser.newContext({
        viewport: { width: 1280, height: 1000 }, serviceWorkers: "block",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(wait);
    const problems = [];
    if (foreign) await context.route((address) => address.hostname !== "127.0.0.1", (route) => {
        if (isLocal) problems.push(`asked another host: ${route.request().url()}`);
        return foreign(route);
    });
    page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
    page.on("console", (message) => {
        if (/content.security.policy/i.test(message.text())) problems.push(message.text());
    });
    try {
        const answer = await page.goto(url);
        assert.equal(answer.status(), 200);
        assert.ok(isOwnPage || answer.headers()["content-security-policy"], "the page has a policy");
        await run(page);
    } catch (error) {
        problems.push(error.message);
    }
    await page.screenshot({ path: join(settings.screenshots, `${name}.png`), fullPage: true });
    await context.close();
    return problems.map((problem) => `FAIL ${name}: ${problem}`);
}

/** Runs the cases one after another, and sets the exit status. */
export async function runCases(cases) {
    rmSync(settings.screenshots, { recursive: true, force: true });
    mkdirSync(settings.screenshots, { recursive: true });
    const isRoot = process.getuid() === 0; // whom Chromium's sandbox refuses
    const browser = await chromium.launch({
        executablePath: settings.browser,
        args: [...(isRoot ? ["--no-sandbox"] : []), "--disable-dev-shm-usage", "--disable-gpu"],
    });
    let failed = 0;
    try {
        for (const one of cases) {
            const problems = await problemsOf(browser, one);
            failed += problems.length > 0;
            for (const line of problems) console.log(line);
        }
    } finally {
        await browser.close();
    }
    console.log(`${cases.length - failed} passed, ${failed} failed; screenshots in ${settings.screenshots}`);
    process.exitCode = failed > 0 ? 1 : 0;
}
