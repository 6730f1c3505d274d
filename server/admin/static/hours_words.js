/** What the hours' document holds, and its words on the page. */

import { one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";

/** @typedef {{vi: string, en: string}} Text */
/** @typedef {{department: string | null, service: string | null}} Scope */
/**
 * @typedef {{code: string, open: boolean, reason: {code: string, text: Text} | null, numbers: string, issued: number,
 *   cap: number | null, stopped: boolean}} Service
 */
/** @typedef {Scope & {id: string, date: string, hours: string | null, worked_as: string | null, reason: Text}} Closure */
/** @typedef {Scope & {days: string, numbers: string, counters: string}} Hours */
/**
 * @typedef {{around_the_clock: boolean, close_at: string | null, stopped: boolean, services: Service[], hours: Hours[],
 *   closures: Closure[], closed: {closed_at: string, expired: number, head: string} | null}} Opening
 */

export const say = sentences(one("[data-hours]"));

/** ``mon-fri sat`` in the reader's words. @param {string} days */
export const dayWords = (days) => days.replace(/[a-z]+/g, (day) => say(day)).replaceAll(" ", ", ");

/** ``2026-09-02`` as people write it. @param {string} date */
export const dateWords = (date) => date.split("-").reverse().join("/");

/** Whom a row is about, as its choice in the form says it. @param {Scope} row */
export function scopeWords({ department, service }) {
  const value = service ? `service:${service}` : department ? `department:${department}` : "";
  const options = /** @type {HTMLSelectElement} */ (one("#hours-scope")).options;
  return [...options].find((option) => option.value === value)?.text ?? service ?? department ?? "";
}

/** The choice of a form as the contract wants it. @param {FormData} said @returns {Record<string, string>} */
export function scopeOf(said) {
  const [kind, code] = String(said.get("scope")).split(":");
  return kind && code ? { [kind]: code } : {};
}
