/** What the template says once (this counter, names, minutes, sentences), and the shape of what the server pushes. */

import { one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";

/** @typedef {import("/shell/static/lang.js").Text} Text */
/**
 * @typedef {object} Ticket
 * @property {string} id
 * @property {string} number
 * @property {string} service
 * @property {"waiting" | "called" | "serving" | "held" | "no_show"} state
 * @property {string} lang
 * @property {boolean} priority
 * @property {boolean} assist
 * @property {string[]} then
 * @property {string} issued_at
 * @property {string} due_at
 * @property {string | null} called_at
 * @property {string | null} announced_at
 * @property {string | null} no_show_at from when it may be noted as missed, once called often enough
 * @property {string | null} aside_at since when it is held or missed
 * @property {Text | null} held_for what a held one is waited for
 * @property {string | null} remind_at from when a held one stands out
 * @property {string | null} serving_at
 * @property {number} calls
 * @property {string | null} counter
 * @property {object | null} for
 * @property {Text | null} why
 */
/**
 * @typedef {object} Page the document of GET /counters/X
 * @property {string} counter
 * @property {number} version
 * @property {"open" | "paused" | "closed"} status
 * @property {Text | null} reason why it rests, or soon will
 * @property {string | null} upcoming
 * @property {Record<string, number>} services what this counter serves now, each with its preference in minutes
 * @property {Record<string, number> | null} usual the same by the catalogue, where those hold only until the close
 * @property {Record<string, Text>} no_further why no further turn is given, by service
 * @property {{text: Text, since: string} | null} hall_paused
 * @property {string | null} dark_since since when no screen shows the area
 * @property {Ticket | null} current
 * @property {Ticket[]} held
 * @property {Ticket[]} missed
 * @property {{count: number, by_service: Record<string, number>, tickets: Ticket[]}} waiting
 * @property {{served: number, no_shows: number, mean_serve_s: number | null, mean_wait_s: number | null, chosen: number, by_service: number}} today
 */
/**
 * @typedef {object} Facts
 * @property {string} plain the words of plain order, which are no reason to show
 * @property {string} counter
 * @property {string} now an instant of the server, with the centre's offset
 * @property {number} amber minutes
 * @property {number} red minutes
 * @property {number} undo minutes
 * @property {number} hold minutes after which a held ticket stands out
 * @property {number} recall seconds between two calls of a number
 * @property {number} noShowCalls calls before a miss
 * @property {number} autoCall seconds after which the next is called by itself; 0 never
 * @property {Record<string, string[]>} moves the states from which each move may be made
 * @property {Record<string, string>} labels by service
 * @property {Record<string, string>} prefixes by service
 * @property {Record<string, string[]>} served the counters of each service
 */

export const main = one("#main");
export const say = sentences(main);
/** @type {Facts} */
export const facts = JSON.parse(main.dataset.facts ?? "{}");

/** @param {string} move @param {string} state */
export const mayMove = (move, state) => facts.moves[move]?.includes(state) ?? false;

/** A service's short name. @param {string} code */
export const label = (code) => facts.labels[code] ?? code;
