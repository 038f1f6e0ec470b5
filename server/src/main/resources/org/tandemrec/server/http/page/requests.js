/** Where keys are kept until the browser's tab is closed. */
const KEYS = { client: 'tandem-api-key', admin: 'tandem-admin-key' };

let askForKey = async () => null;
let asking = null;

/** Has a function ask people for a key: it gets {@code client} or {@code admin} and why, and returns the key or null. */
export function askKeysWith(ask) {
  askForKey = ask;
}

/**
 * Why a request failed: what the server said of it (RFC 9457), or that it did not answer (status 0).
 * The message is for people.
 */
export class Problem extends Error {
  constructor(status, title, detail, retryAfterSeconds = null) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whether the same request may succeed a little later. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

/** The answer to a GET. */
export function get(path, options = {}) {
  return send('GET', path, options);
}

/** The answer to a POST. */
export function post(path, body, options = {}) {
  return send('POST', path, { ...options, body });
}

/** The answer to a DELETE. */
export function del(path) {
  return send('DELETE', path, {});
}

/** A path of segments, each of which may hold any character. */
export function path(...segments) {
  return segments.map(encodeURIComponent).join('/');
}

async function send(method, address, options) {
  const response = await open(method, address, options);
  const warning = response.headers.get('Warning');
  const answer = await readJson(response);
  return { answer, warning: warning ? warning.replace(/^\d+ \S+ "(.*)"$/, '$1') : null };
}

async function readJson(response) {
  try {
    return await response.json();
  } catch {
    throw new Problem(0, 'The answer broke off', 'The server’s answer broke off before its end.');
  }
}

/** The response to a request, which is a good one; asks for a key where the server wants one and for another where it is wrong. */
export async function open(method, address, { body, admin = false, signal } = {}) {
  for (;;) {
    const key = keyFor(admin);
    const response = await answerTo(method, address, body, key, signal);
    if (response.ok) {
      return response;
    }
    const problem = await problemOf(response);
    const wantsKey = response.status === 401 || (response.status === 403 && admin);
    if (!wantsKey || !(await otherKey(admin, key, problem))) {
      throw problem;
    }
  }
}

async function answerTo(method, address, body, key, signal) {
  const headers = key === null ? {} : { 'X-API-Key': key };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  try {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return await fetch('api/' + address, { method, headers, body: text, signal, cache: 'no-store' });
  } catch (cause) {
    if (signal?.aborted) {
      throw cause;
    }
    throw new Problem(0, 'The server does not answer', 'Nothing answers at ' + location.host + '.');
  }
}

async function problemOf(response) {
  const retryAfter = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  let told = {};
  try {
    told = await response.json();
  } catch {
    // Not every proxy on the way speaks JSON; the status says enough.
  }
  const title = told.title || response.statusText || 'Status ' + response.status;
  return new Problem(response.status, title, told.detail, Number.isNaN(retryAfter) ? null : retryAfter);
}

function keyFor(admin) {
  return (admin ? sessionStorage.getItem(KEYS.admin) : null) ?? sessionStorage.getItem(KEYS.client);
}

/** Whether there is now another key than the one that failed. People are asked once, however many requests wait for it. */
async function otherKey(admin, failed, problem) {
  if (keyFor(admin) !== failed) {
    return true;
  }
  const kind = admin ? 'admin' : 'client';
  asking ??= askForKey(kind, problem.message).finally(() => {
    asking = null;
  });
  const key = await asking;
  if (key !== null) {
    sessionStorage.setItem(KEYS[kind], key);
  }
  return key !== null;
}
