/** The newest document of each watched room, drawn as it comes; a page that is not live says since when. */

import { api, Refused } from "/shell/static/api.js";
import { io } from "/shell/static/vendor/socket.io.esm.min.js";

/** @typedef {{board: string} | {counter: string} | {kiosk: true}} Wish */
/** @typedef {{live: boolean, since: Date, trouble: string, refused?: string, ended?: string}} State */
/** @typedef {{version: number} & Record<string, any>} Newest */
/** @typedef {{event: string, wish: Wish, draw: (document: any) => void, version: number, quiet: number}} Watch */

/** Refusals that time does not mend: not known, not allowed, not there. */
const FINAL = new Set([401, 403, 404]);
const PAUSE_MS = 1000;
/** Times that are told go on while nothing happens in the hall, and nothing is pushed then. */
const QUIET_MS = 60_000;

/**
 * Connects as `as` ("kiosk", "display", "officer") and keeps connected. `tell` hears each change of being live;
 * `trouble` in it is the instant since when the server cannot record, "" when it can; `refused` means that it no longer
 * knows this page, and nothing more is tried; `ended` is then the word by which it ended the session, "" if it did not say.
 * @param {string} as
 * @param {(state: State) => void} tell
 */
export function live(as, tell) {
  // An attempt that a dead network swallowed must not be waited for once the network is back.
  const patience = { reconnectionDelay: 200, reconnectionDelayMax: 800, timeout: 2000 };
  const socket = io({ transports: ["websocket"], query: { as }, ...patience });
  /** @type {Watch[]} */
  const watches = [];
  /** @type {boolean | null} */
  let was = null;
  let trouble = "";
  let ended = "";

  const say = (/** @type {boolean} */ is) => {
    if (was !== is) tell({ live: is, since: new Date(), trouble });
    was = is;
  };
  const stop = (/** @type {string} */ refused) => {
    was = false;
    socket.close();
    tell({ live: false, since: new Date(), trouble, refused, ended });
  };
  // A hall that cannot answer now, or not at all, is asked once more on a new connection.
  const again = async (/** @type {number} */ ms) => {
    say(false);
    await new Promise((done) => setTimeout(done, ms));
    if (socket.connected) socket.disconnect().connect();
  };
  const draw = (/** @type {Watch} */ watch, /** @type {Newest} */ newest) => {
    watch.version = newest.version;
    watch.draw(newest);
    clearTimeout(watch.quiet);
    watch.quiet = setTimeout(() => socket.connected && ask(watch), QUIET_MS);
  };
  const ask = async (/** @type {Watch} */ watch) => {
    const answer = await socket.timeout(3000).emitWithAck("watch", watch.wish).catch(() => null);
    if (answer && FINAL.has(answer.problem?.status)) return stop(answer.problem.title);
    if (!answer?.ok) return again(answer ? PAUSE_MS : 0);
    draw(watch, answer.document);
    // Another window's sign-in is this one's as well: what ended before it is over.
    ended = "";
    say(true);
  };
  // A browser does not say why a socket was refused: an ordinary request does.
  const known = async () => {
    const probe = as === "officer" ? "/api/v1/session" : "/api/v1/services";
    const fault = await api(as).get(probe).catch((/** @type {unknown} */ f) => f);
    const unknown = fault instanceof Refused && fault.status === 401;
    if (unknown) stop(fault.message);
    return !unknown;
  };

  socket.on("connect", () => {
    // Said anew before the answer to a watch, as long as it lasts.
    trouble = "";
    watches.forEach(ask);
  });
  socket.on("trouble", ({ since }) => {
    trouble = since ?? "";
    if (was) tell({ live: true, since: new Date(), trouble });
  });
  socket.on("ended", ({ why }) => (ended = why));
  socket.on("connect_error", () => {
    say(false);
    known();
  });
  socket.on("disconnect", async (reason) => {
    say(false);
    if (reason === "io server disconnect" && (await known())) socket.connect();
  });
  return {
    socket,
    /**
     * Draws a room's newest document, now and after each change.
     * @param {Wish} wish
     * @param {(document: any) => void} whenDrawn
     */
    watch(wish, whenDrawn) {
      const event = Object.keys(wish)[0] ?? "";
      const watch = { event, wish, draw: whenDrawn, version: -1, quiet: 0 };
      watches.push(watch);
      socket.on(event, (newest) => newest.version > watch.version && draw(watch, newest));
      if (socket.connected) ask(watch);
    },
  };
}
