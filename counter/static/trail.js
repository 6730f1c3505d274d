/** What this officer did last, newest last, so that it can be taken back: the tab remembers it across reloads. */

import { facts } from "/counter/static/facts.js";
import { recall, remember } from "/shell/static/memory.js";
import { now } from "/shell/static/time.js";

/** @typedef {{id: string, number: string, move: string, at: number}} Step */

const NAME = `layso.trail.${facts.counter}`;
const MOST = 20;

/** @type {Step[]} */
let steps = read();

/** @returns {Step[]} */
function read() {
  try {
    return JSON.parse(recall(NAME, "sessionStorage") || "[]");
  } catch {
    return [];
  }
}

/** @param {Step[]} kept */
function keep(kept) {
  steps = kept.slice(-MOST);
  remember(NAME, JSON.stringify(steps), "sessionStorage");
}

/** Since when the hall stands still; 0 while its time runs. */
let stands = 0;

/** The hall pauses, or goes on: no step grows older meanwhile. @param {string | undefined} since */
export function noteHall(since) {
  if (since) stands = Date.parse(since);
  else if (stands) {
    for (const step of steps) step.at += now() - Math.max(step.at, stands);
    keep(steps);
    stands = 0;
  }
}

/** The last step that can still be taken back. @returns {Step | undefined} */
export const lastStep = () => steps.findLast((step) => (stands || now()) - step.at < facts.undo * 60000);

/** @param {{id: string, number: string}} ticket @param {string} move */
export const noteStep = (ticket, move) => keep([...steps, { id: ticket.id, number: ticket.number, move, at: now() }]);

/** @param {Step} gone */
export const dropStep = (gone) => keep(steps.filter((step) => step !== gone));

export const forgetSteps = () => keep([]);
