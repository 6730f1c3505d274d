/** What the kiosk knows at this moment. Every screen is drawn from it, so a change of language loses nothing. */

import { newKey } from "/shell/static/api.js";

/** @typedef {{vi: string, en: string}} Text */
/** @typedef {{code: string, area: string, open: boolean, reason: {code: string, text: Text} | null, waiting: number, wait: Wait | null,
 *   desks: "open" | "paused" | "closed" | null, again: Text | null}} Service */
/** @typedef {{late: boolean, text: Text}} Wait */
/** @typedef {{version: number, paused: boolean, notices: Text[], departments: {services: Service[]}[]}} Menu */
/** @typedef {{id: string, number: string, service: string, then: string[], ahead: number | null, wait: Wait | null, why: Text | null, printed: string}} Ticket */
/** @typedef {{code: string, service: string, at: string, standing: "early" | "kept" | "late", passes: string[],
 *   ahead: number, wait: Wait | null, again: Text | null}} Kept */
/** @typedef {{number: string, state: string, service_name: Text, then_names: Text[], ahead: number | null, wait: Wait | null, counter: string | null,
 *   why: Text | null, place: Text | null, desks: "open" | "paused" | "closed" | null, can_rejoin: {keeps: boolean} | null, missed: "void" | "late" | null, track_url: string | null}} Mine */
/** @typedef {{service: string, name: string, about: string, deadline: string, fee: string}} Hit */
/**
 * One intent is one ticket: its key stays the same however often it has to be sent. `unknown` says that it was sent, as
 * `sent`, and no answer came: it may not be changed any more, and whoever chooses its service again means this one.
 * @typedef {{service: string, key: string, priority: string | null, wantsPriority: boolean, assist: boolean,
 *   then: string[], kept: Kept | null, busy: boolean, unknown: boolean, sent: object | null, refusal: string}} Intent
 */
/**
 * @typedef {{lang: string, screen: string, trail: string[], larger: boolean, low: boolean, intent: Intent | null,
 *   unknown: Intent | null, ticket: Ticket | null, query: string, hits: Hit[] | null,
 *   adding: Intent | null, typed: string, wrong: string, mine: Mine | null}} State
 */
/**
 * What the kiosk's modules work with. `say` speaks the language of the frame that is mounted now. Nothing can be recorded:
 * `stuck` says that a touch found it out, `trouble` that the server says so.
 * @typedef {{state: State, menu: Menu | null, away: "" | "away" | "refused", stuck: boolean, trouble: boolean, until: number, stage: HTMLElement,
 *   server: ReturnType<typeof import("/shell/static/api.js").api>, frame: () => HTMLElement,
 *   say: (name: string, values?: Record<string, string | number>) => string, draw: () => void,
 *   go: (screen: string) => void, back: () => void, restart: () => void}} Kiosk
 */

/** @returns {State} */
export const fresh = () => ({
  lang: "vi", screen: "start", trail: [], larger: false, low: false, intent: null, unknown: null, ticket: null, query: "", hits: null,
  adding: null, typed: "", wrong: "", mine: null,
});

/** @param {string} service @returns {Intent} */
export const intend = (service) => ({
  service, key: newKey(), priority: null, wantsPriority: false, assist: false, then: [], kept: null, busy: false, unknown: false, sent: null, refusal: "",
});

/** @param {Menu | null} menu @param {string} code */
export const serviceOf = (menu, code) =>
  menu?.departments.flatMap((one) => one.services).find((one) => one.code === code);
