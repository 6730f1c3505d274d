/** Where a finished number goes on, when its visit is not over: the next service and the counters that serve it. */

import { facts, label, say } from "/counter/static/facts.js";

/** Codes as people read them: 11, 12, 13, 15 are "11-13, 15". @param {string[]} codes */
export function fold(codes) {
  /** @type {string[][]} */
  const runs = [];
  for (const code of codes) {
    const run = runs.at(-1);
    if (run && Number(code) === Number(run.at(-1)) + 1) run.push(code);
    else runs.push([code]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}-${run.at(-1)}` : run[0])).join(", ");
}

/** @param {{number: string, service: string, state: string}} after the ticket as it stands now; "" when it is done */
export function onward({ number, service, state }) {
  if (state !== "waiting") return "";
  const counters = facts.served[service] ?? [];
  return say(counters.length ? "onwardAt" : "onward", { number, service: label(service), counters: fold(counters) });
}
