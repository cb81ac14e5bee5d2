#pragma once

// The part of the fallback page that `/docs` has and `/redoc` has not: inputs for an operation's
// parameters and body, its request by fetch and what came back, and credentials for the document's
// security schemes. It hooks into `fallbackPage` of `fallback_page.hpp`, and keeps its rule.
//
// Credentials live in the page's memory alone, and go only to operations that ask for security.

#include <string_view>

namespace fastapi::detail {

inline constexpr std::string_view fallback_try_it_script = R"js(
(() => {
    const { el, resolve, sample } = fallbackPage;
    const credentials = new Map(); // by the name of a security scheme

    const schemes = () => {
        const { components = {} } = fallbackPage.document;
        return Object.entries(components.securitySchemes || {})
            .map(([name, scheme]) => [name, resolve(scheme)]);
    };
    const basic = (user, password) =>
        'Basic ' + btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)));
    const quoted = (text) => `'${String(text).replace(/'/g, `'\\''`)}'`;

    // ---- inputs ----

    /** The schema that an input is for: what a reference or an optional type is about. */
    const plain = (schema) => {
        let result = resolve(schema);
        for (let depth = 0; depth < 5; ++depth) {
            const parts = result.anyOf || result.oneOf || result.allOf;
            const part = parts && parts.map(resolve).find((choice) => choice.type !== 'null');
            if (!part) break;
            const { anyOf, oneOf, allOf, ...rest } = result;
            result = { ...part, ...rest };
        }
        return result;
    };
    const isFile = (schema) => schema.format === 'binary' ||
        schema.contentMediaType === 'application/octet-stream';
    const asText = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

    const choice = (values, initial, attributes) => el('select', attributes,
        ['', ...values].map((value) => el('option',
            { value: asText(value), selected: initial !== undefined && value === initial },
            value === '' ? '\u2013' : asText(value))));

    /** An input of a schema. `data-many` marks those that hold several values, one in each line. */
    const control = (given, initial, attributes) => {
        const schema = plain(given);
        const items = plain(schema.items);
        const values = schema.enum || ('const' in schema ? [schema.const] : undefined) ||
            (schema.type === 'boolean' ? [true, false] : undefined);
        if (values) return choice(values, initial, attributes);
        if (isFile(schema) || (schema.type === 'array' && isFile(items)))
            return el('input', { type: 'file', multiple: !isFile(schema), ...attributes });
        if (schema.type === 'array')
            return el('textarea', { rows: 2, placeholder: 'one value in each line',
                'data-many': true, ...attributes }, [initial ?? []].flat().map(asText).join('\n'));
        return el('input', { type: schema.format === 'password' ? 'password' : 'text',
            value: asText(initial ?? ''),
            placeholder: [schema.type].flat().join(' or '), autocomplete: 'off', ...attributes });
    };
    const valuesOf = (node) => {
        if (node.type === 'file') return [...node.files];
        const values = 'many' in node.dataset ? node.value.split('\n') : [node.value];
        return values.filter((value) => value !== '');
    };
    const initialOf = (thing) => {
        const [named] = Object.values(thing.examples || {});
        const schema = thing.schema || {};
        return thing.example ?? (named && resolve(named).value) ?? schema.example ??
            (schema.examples && schema.examples[0]) ?? schema.default;
    };
    const labelled = (text, node) => el('label', {}, text, node);

    // ---- bodies: each editor is its nodes, and a function that adds what they hold ----

    const formEditor = (type, about) => {
        const schema = plain(about.schema);
        const controls = Object.entries(schema.properties || {}).map(([name, part]) =>
            [name, control(part, initialOf({ schema: part }), { 'data-field': name })]);
        const isMultipart = type.startsWith('multipart/');
        const add = (request) => {
            const body = isMultipart ? new FormData() : new URLSearchParams();
            for (const [name, node] of controls)
                for (const value of valuesOf(node)) {
                    const shown = value instanceof File ? '@' + value.name : value;
                    body.append(name, value);
                    if (isMultipart) request.curl.push('-F', quoted(`${name}=${shown}`));
                }
            request.body = body;
            if (!isMultipart) request.curl.push('-d', quoted(body));
        };
        return [controls.map(([name, node]) => labelled(name, node)), add];
    };

    const fileEditor = (type) => {
        const node = el('input', { type: 'file', 'data-body': true });
        const add = (request) => {
            if (!node.files[0]) return;
            request.headers['Content-Type'] = type;
            request.body = node.files[0];
            request.curl.push('--data-binary', quoted('@' + node.files[0].name));
        };
        return [labelled('Body', node), add];
    };

    const textEditor = (type, about) => {
        const text = sample(type, about);
        const check = () => {
            let isWrong = false;
            try {
                if (/json/i.test(type) && node.value) JSON.parse(node.value);
            } catch (error) {
                isWrong = true;
            }
            node.setAttribute('aria-invalid', isWrong);
        };
        const node = el('textarea', { class: 'code', spellcheck: 'false', 'data-body': true,
            rows: Math.min(Math.max(text.split('\n').length, 3), 24), oninput: check }, text);
        const add = (request) => {
            if (!node.value) return;
            request.headers['Content-Type'] = type;
            request.body = node.value;
            request.curl.push('-d', quoted(node.value));
        };
        return [labelled('Body', node), add];
    };

    const editor = (type, about) => {
        const isForm = /^(multipart\/|application\/x-www-form-urlencoded)/.test(type);
        if (isForm) return formEditor(type, about);
        const isBinary = /^(image|audio|video)\/|octet-stream/.test(type);
        return isBinary || isFile(plain(about.schema)) ? fileEditor(type) : textEditor(type, about);
    };

    // ---- credentials ----

    /** Adds the first alternative of a security requirement that there are credentials for. */
    const authorize = (request, security) => {
        const known = (alternative) => Object.keys(alternative).length > 0 &&
            Object.keys(alternative).every((name) => credentials.has(name));
        const all = new Map(schemes());
        for (const name of Object.keys((security || []).find(known) || {})) {
            const scheme = all.get(name) || {};
            const value = credentials.get(name);
            if (scheme.type !== 'apiKey') request.headers.Authorization = value;
            else if (scheme.in === 'query') request.url.searchParams.append(scheme.name, value);
            else if (scheme.in === 'cookie') request.cookies.push([scheme.name, value]);
            else request.headers[scheme.name] = value;
        }
    };

    /** RFC 6749 4.3: the password grant. */
    const passwordToken = async (flow, values) => {
        const form = new URLSearchParams({ grant_type: 'password' });
        for (const name of ['username', 'password', 'scope', 'client_id', 'client_secret'])
            if (values[name]) form.append(name, values[name]);
        const url = new URL(flow.tokenUrl, fallbackPage.base);
        const answer = await fetch(url, { method: 'POST', body: form });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${answer.status} ${text.slice(0, 300)}`);
        const token = JSON.parse(text).access_token;
        if (!token) throw new Error('the answer has no access_token');
        return 'Bearer ' + token;
    };

    /** What a scheme asks for, and how that becomes the value that is sent. */
    const means = (scheme) => {
        const flow = scheme.type === 'oauth2' && (scheme.flows || {}).password;
        if (flow) return {
            names: ['username', 'password', 'client_id', 'client_secret'],
            scopes: flow.scopes || {},
            value: (values) => passwordToken(flow, values),
        };
        const kind = String(scheme.scheme || 'bearer').toLowerCase();
        if (scheme.type === 'apiKey') return { names: ['value'], value: ({ value }) => value };
        if (scheme.type === 'http' && kind === 'basic') return {
            names: ['username', 'password'],
            value: ({ username, password }) => basic(username, password),
        };
        const prefix = kind === 'bearer' ? 'Bearer' : scheme.scheme;
        return { names: ['token'], value: ({ token }) => `${prefix} ${token}` };
    };

    const schemeForm = ([name, scheme]) => {
        const { names, scopes = {}, value } = means(scheme);
        const inputs = names.map((key, index) => [key, el('input', {
            'data-credential': key, type: /password|secret/.test(key) ? 'password' : 'text',
            autocomplete: 'off', required: index === 0 })]);
        const boxes = Object.keys(scopes).map((scope) =>
            el('input', { type: 'checkbox', value: scope }));
        const state = el('span', { role: 'status', 'data-state': true }, 'Not authorized');
        const leave = () => {
            credentials.delete(name);
            state.textContent = 'Not authorized';
        };
        const submit = async (event) => {
            event.preventDefault();
            leave();
            const values = Object.fromEntries(inputs.map(([key, node]) => [key, node.value]));
            values.scope = boxes.filter((box) => box.checked).map((box) => box.value).join(' ');
            try {
                credentials.set(name, await value(values));
                state.textContent = 'Authorized';
            } catch (error) {
                state.textContent = 'Refused: ' + error.message;
            }
        };
        const place = scheme.type === 'apiKey' ? `${scheme.in} ${scheme.name}` : scheme.scheme;
        return el('form', { 'data-scheme': name, onsubmit: submit },
            el('h3', {}, name), el('p', { class: 'dim' }, `${scheme.type} ${place || ''}`),
            inputs.map(([key, node]) => labelled(key, node)),
            boxes.map((box) => el('label', {}, box, `${box.value} ${scopes[box.value]}`)),
            el('div', { class: 'actions' }, el('button', {}, 'Authorize'),
                el('button', { type: 'button', class: 'plain', 'data-logout': true,
                    onclick: leave }, 'Log out')), state);
    };

    // ---- what stands above the operations ----

    const serverUrl = ({ url, variables = {} }) => Object.entries(variables).reduce(
        (text, [name, variable]) => text.split(`{${name}}`).join(variable.default), url);

    fallbackPage.toolbar = () => {
        const servers = (fallbackPage.document.servers || [{ url: '/' }]).map(serverUrl);
        const select = el('select', { id: 'fallback-server' },
            servers.map((url) => el('option', { value: url }, url)));
        const close = el('button', { type: 'button', class: 'plain', id: 'fallback-close',
            onclick: () => dialog.close() }, 'Close');
        const dialog = el('dialog', { id: 'fallback-credentials', 'aria-label': 'Credentials' },
            schemes().map(schemeForm), el('div', { class: 'actions' }, close));
        const open = el('button', { type: 'button', id: 'fallback-authorize',
            onclick: () => dialog.showModal() }, 'Authorize');
        fallbackPage.server = () => new URL(select.value, fallbackPage.base);
        return [servers.length > 1 && labelled('Server', select),
            schemes().length > 0 && [dialog, open]];
    };

    // ---- the answer ----

    /** JSON in lines, each token as it came: numbers keep their digits. */
    const pretty = (json) => {
        let depth = 0;
        const line = () => '\n' + '  '.repeat(depth);
        const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[[{]\s*[\]}]|[[\]{},:]|\s+/g;
        return json.replace(token, (text) => {
            if (text[0] === '"') return text;
            if (/^[[{]\s*[\]}]$/.test(text)) return text[0] + text.slice(-1);
            if (/^\s/.test(text)) return '';
            if (text === '[' || text === '{') return ++depth, text + line();
            if (text === ']' || text === '}') return --depth, line() + text;
            return text === ',' ? text + line() : ': ';
        });
    };
    const readable = async (blob, type) => {
        if (type && !/json|text|xml|javascript|urlencoded|yaml/i.test(type)) return undefined;
        const text = await blob.text();
        try {
            return /json/i.test(type) && JSON.parse(text) !== undefined ? pretty(text) : text;
        } catch (error) {
            return text;
        }
    };

    const answerView = async (answer, began) => {
        const type = answer.headers.get('content-type') || '';
        const blob = await answer.blob();
        const time = Math.round(performance.now() - began);
        const text = await readable(blob, type);
        const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
        const download = () => {
            const link = el('a', { href: URL.createObjectURL(blob), download: 'answer' });
            link.click();
            setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        };
        return [
            el('p', {}, el('strong',
                { 'data-status': answer.status, class: answer.ok ? 'succeeded' : 'failed' },
                `${answer.status} ${answer.statusText}`),
            el('span', { class: 'limit', 'data-time': time }, `${time} ms, ${blob.size} bytes`)),
            text === undefined
                ? el('button', { type: 'button', class: 'plain', 'data-download': true,
                    onclick: download }, `Download ${type}`)
                : el('pre', { 'data-answer': true, tabindex: 0 }, text),
            el('h3', {}, 'Response headers'),
            el('pre', { 'data-headers': true, tabindex: 0 }, headers),
        ];
    };

    // ---- one operation ----

    /** Joins what the inputs of the parameters hold to the request (OpenAPI: style and explode). */
    const addParameter = (request, param, values) => {
        if (values.length === 0) return;
        const whole = values.join(',');
        if (param.in === 'path')
            request.path = request.path.split(`{${param.name}}`).join(encodeURIComponent(whole));
        else if (param.in === 'header') request.headers[param.name] = whole;
        else if (param.in === 'cookie') request.cookies.push([param.name, whole]);
        else for (const value of param.explode === false ? [whole] : values)
            request.query.append(param.name, value);
    };

    const curl = (request) => {
        const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
        if (request.cookies.length)
            headers.push('Cookie: ' + request.cookies.map((pair) => pair.join('=')).join('; '));
        return ['curl', '-X', request.method, quoted(request.url),
            ...headers.flatMap((header) => ['-H', quoted(header)]), ...request.curl].join(' ');
    };

    /** A script may not write the header Cookie: the browser sends these and forgets them after. */
    const withCookies = async (cookies, action) => {
        const write = (rest) => cookies.forEach(([name, value]) => {
            document.cookie = `${name}=${value}; path=/; SameSite=Strict${rest}`;
        });
        write('');
        try {
            return await action();
        } finally {
            write('; max-age=0');
        }
    };

    const assembled = (entry, inputs, addBody) => {
        const request = { method: entry.method.toUpperCase(), path: entry.path, headers: {},
            query: new URLSearchParams(), cookies: [], body: undefined, curl: [] };
        for (const [param, node] of inputs) addParameter(request, param, valuesOf(node));
        request.url = fallbackPage.server();
        request.url.pathname = request.url.pathname.replace(/\/$/, '') + request.path;
        request.url.search = request.query;
        authorize(request, entry.security);
        addBody(request);
        return request;
    };

    fallbackPage.trial = (entry) => {
        const inputs = [];
        let addBody = () => {};
        let running = null;
        const result = el('div', { 'data-result': true, 'aria-live': 'polite' });
        const execute = el('button', { 'data-execute': true }, 'Execute');
        const cancel = el('button', { type: 'button', class: 'plain', disabled: true,
            'data-cancel': true, onclick: () => running.abort() }, 'Cancel');

        const send = async () => {
            const request = assembled(entry, inputs, addBody);
            result.append(el('h3', {}, 'Request'),
                el('pre', { 'data-request': true }, `${request.method} ${request.url}`),
                el('pre', { 'data-curl': true, tabindex: 0 }, curl(request)),
                el('h3', {}, 'Response'));
            const began = performance.now();
            const { method, headers, body, cookies } = request;
            const options = { method, headers, body, signal: running.signal };
            const answer = await withCookies(cookies, () => fetch(request.url, options));
            result.append(...await answerView(answer, began));
        };
        const submit = async (event) => {
            event.preventDefault();
            running = new AbortController();
            execute.disabled = true;
            cancel.disabled = false;
            result.replaceChildren();
            try {
                await send();
            } catch (error) {
                result.append(el('p', { class: 'failed', role: 'alert', 'data-problem': true },
                    `No answer: ${error.message}`));
            }
            execute.disabled = false;
            cancel.disabled = true;
        };

        const parameter = (param) => {
            const place = `${param.in}:${param.name}`;
            const node = control(param.schema, initialOf(param), { 'data-param': place,
                'aria-label': `${param.name} (${param.in})`, required: param.in === 'path' });
            inputs.push([param, node]);
            return node;
        };
        const body = (about) => {
            const content = about.content || {};
            const box = el('div', {});
            const select = el('select', { 'data-content-type': true, onchange: () => pick() },
                Object.keys(content).map((type) => el('option', {}, type)));
            const pick = () => {
                const [nodes, add] = editor(select.value, content[select.value] || {});
                addBody = add;
                box.replaceChildren(...[nodes].flat());
            };
            pick();
            return [select.length > 1 && labelled('Content type', select), box];
        };
        const controls = () => [el('div', { class: 'actions' }, execute, cancel), result];
        return { parameter, body, controls, submit };
    };
})();
)js";

}  // namespace fastapi::detail
