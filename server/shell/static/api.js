/** Talking to the server: who asks, time-outs, problem documents, and retries that can never do a thing twice. */

import { lang } from "/shell/static/lang.js";
import { learn } from "/shell/static/time.js";

/** @typedef {{type: string, title: string, status: number, detail?: string, errors?: Record<string, string>}} Problem */
/** @typedef {{body?: object, key?: string, patience?: number, timeout?: number}} Options */

const PAUSES = [200, 400, 800, 1500];
/** A server that says it cannot record is not asked for long: people are told instead. */
const UNABLE_MS = 3000;

/** The server said no, and why. `kind` is the last word of the problem's type. */
export class Refused extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
    this.status = problem.status;
    this.kind = problem.type.split("/").pop() ?? "";
  }
}

/** No answer: whether anything happened is not known. The same key may be sent again. `status` is 503 when it said so. */
export class Away extends Error {
  /** @param {string} why @param {number} status */
  constructor(why, status = 0) {
    super(why);
    this.status = status;
  }
}

/** @param {number} byte */
const hex = (byte) => byte.toString(16).padStart(2, "0");

/**
 * A fresh Idempotency-Key: one per intent of a person. (randomUUID exists only under https.) Its beginning is the time,
 * so that the keys of a moment lie together on the server's disk: scattered, each costs a page of every commit.
 */
export const newKey = () =>
  Date.now().toString(16).padStart(12, "0") + [...crypto.getRandomValues(new Uint8Array(10))].map(hex).join("");

const wait = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

/**
 * The calls of one page; `as` says whose cookie is meant: kiosk, display or officer.
 * @param {string} as
 */
export function api(as) {
  /** @param {string} method @param {string} path @param {Options} options @returns {Promise<any>} */
  async function once(method, path, { body, key, timeout = 5000 }) {
    /** @type {Record<string, string>} */
    const headers = { "Layso-As": as, "Accept-Language": lang() };
    if (body) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    const signal = AbortSignal.timeout(timeout);
    const sent = { method, headers, signal, body: body && JSON.stringify(body), credentials: "same-origin" };
    const answer = await fetch(path, /** @type {RequestInit} */ (sent));
    learn(answer.headers.get("Date"));
    const text = await answer.text();
    if (answer.ok) return text ? JSON.parse(text) : null;
    if (answer.status >= 500) throw new Away(String(answer.status), answer.status);
    throw new Refused(JSON.parse(text));
  }

  /** Tries for `patience` ms; only an answer that never came is asked for again. */
  const ask = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {Options} */ options) => {
    const begun = Date.now();
    const patience = options.patience ?? 0;
    for (let turn = 0; ; turn += 1) {
      try {
        return await once(method, path, options);
      } catch (fault) {
        if (fault instanceof Refused) throw fault;
        const pause = PAUSES[Math.min(turn, PAUSES.length - 1)] ?? 1500;
        const unable = fault instanceof Away && fault.status === 503;
        if (Date.now() + pause - begun > (unable ? Math.min(patience, UNABLE_MS) : patience)) throw fault instanceof Away ? fault : new Away(String(fault));
        await wait(pause);
      }
    }
  };
  return {
    get: (/** @type {string} */ path, /** @type {Options} */ options = {}) => ask("GET", path, options),
    post: (/** @type {string} */ path, /** @type {object} */ body = {}, /** @type {Options} */ options = {}) =>
      ask("POST", path, { patience: 8000, key: newKey(), ...options, body }),
    send: (/** @type {string} */ method, /** @type {string} */ path, /** @type {Options} */ options = {}) =>
      ask(method, path, options),
  };
}
