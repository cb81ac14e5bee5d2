// A login in Chromium, with a password, through the Authorize dialog of a documentation page:
//
//     node login_test.mjs '{"browser": ..., "application": URL, "assets": FOLDER, "screenshots": FOLDER}'
//
// The same is done on both pages, each by its own steps: `open` gives the operation GET /users/me, `execute`
// its answer, `logIn` what the dialog says, and `logOut` what it says then.

import assert from "node:assert/strict";
import {
    execute, executeInFallback, fromAssets, openInFallback, openOperation, runCases, settings,
} from "./chromium.mjs";

const john = { username: "johndoe", email: "johndoe@example.com", full_name: "John Doe", disabled: false };

// ---- Swagger UI ----

/** Opens the dialog, does something in it, gives its text and closes it. */
async function inSwaggerDialog(page, action) {
    await page.locator(".scheme-container button.authorize").click();
    const dialog = page.locator(".modal-ux");
    await action(dialog);
    const text = await dialog.innerText();
    await dialog.locator("button.btn-done").click();
    await dialog.waitFor({ state: "detached" });
    return text;
}

const swaggerUI = {
    open: (page) => openOperation(page, "/users/me"),
    execute,
    logIn: (page, username, password) => inSwaggerDialog(page, async (dialog) => {
        await dialog.locator("#oauth_username").fill(username);
        await dialog.locator("#oauth_password").fill(password);
        await dialog.locator("button.authorize").click();
        await dialog.locator(".errors").or(dialog.getByText("Logout")).waitFor();
    }),
    logOut: (page) => inSwaggerDialog(page, async (dialog) => {
        await dialog.getByText("Logout").click();
        await dialog.locator("#oauth_username").waitFor();
    }),
    says: { authorized: /Authorized[^]*Logout/, refused: /Auth Error\s*Error: Unauthorized/, out: /password:/i },
};

// ---- and our own page ----

async function inFallbackDialog(page, action) {
    await page.locator("#fallback-authorize").click();
    const form = page.locator('#fallback-credentials form[data-scheme="OAuth2PasswordBearer"]');
    await action(form);
    const text = await form.locator("[data-state]").innerText();
    await page.locator("#fallback-close").click();
    await form.waitFor({ state: "hidden" });
    return text;
}

const fallback = {
    open: (page) => openInFallback(page, "/users/me"),
    execute: executeInFallback,
    logIn: (page, username, password) => inFallbackDialog(page, async (form) => {
        await form.locator('[data-credential="username"]').fill(username);
        await form.locator('[data-credential="password"]').fill(password);
        const answered = page.waitForResponse((answer) => answer.url().endsWith("/token"));
        await form.getByRole("button", { name: "Authorize" }).click();
        await answered;
        await form.locator("[data-state]", { hasText: /^(Authorized|Refused)/ }).waitFor();
    }),
    logOut: (page) => inFallbackDialog(page, (form) => form.locator("[data-logout]").click()),
    says: { authorized: /^Authorized$/, refused: /^Refused: 401 .*Incorrect username or password/, out: /^Not authorized$/ },
};

// ---- what is done on both ----

/** Executes GET /users/me: its answer, and the header Authorization that was sent. */
async function readMe(page, steps, operation) {
    const asked = page.waitForRequest((request) => request.url().endsWith("/users/me"));
    const answer = await steps.execute(operation);
    return { ...answer, sent: (await (await asked).allHeaders()).authorization };
}

function claimsOf(authorization) {
    const [scheme, token] = authorization.split(" ");
    assert.equal(scheme, "Bearer");
    return JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
}

const useDialog = (steps) => async (page) => {
    const operation = await steps.open(page);
    const withoutToken = { status: "401", body: { detail: "Not authenticated" }, sent: undefined };
    assert.deepEqual(await readMe(page, steps, operation), withoutToken, "before the login");

    assert.match(await steps.logIn(page, "johndoe", "wrong"), steps.says.refused);
    assert.deepEqual(await readMe(page, steps, operation), withoutToken, "after a wrong password");

    assert.match(await steps.logIn(page, "johndoe", "secret"), steps.says.authorized);
    const me = await readMe(page, steps, operation);
    assert.deepEqual({ status: me.status, body: me.body }, { status: "200", body: john });
    const { sub, exp } = claimsOf(me.sent);
    assert.equal(sub, "johndoe");
    assert.ok(Math.abs(exp - Date.now() / 1000 - 1800) < 60, `expires at ${exp}`);

    assert.match(await steps.logOut(page), steps.says.out);
    assert.deepEqual(await readMe(page, steps, operation), withoutToken, "after the logout");

    assert.match(await steps.logIn(page, "alice", "wonderland"), steps.says.authorized);
    const inactive = await readMe(page, steps, operation);
    assert.deepEqual([inactive.status, inactive.body], ["400", { detail: "Inactive user" }]);
    assert.equal(claimsOf(inactive.sent).sub, "alice");
};

const url = settings.application + "/docs";
await runCases([
    { name: "login_swagger_ui", url, run: useDialog(swaggerUI), foreign: fromAssets },
    { name: "login_offline", url, run: useDialog(fallback) },
]);
