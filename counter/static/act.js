/** What an officer can do: call, move, undo, pause, sign out. */

import { change, takeNewer } from "/counter/static/desk.js";
import { say } from "/counter/static/facts.js";
import { onward } from "/counter/static/onward.js";
import { COUNTER, once, post, send, server } from "/counter/static/sending.js";
import { dropStep, lastStep, noteStep } from "/counter/static/trail.js";

/** @typedef {ReturnType<typeof import("/shell/static/intent.js").wishes>} Wishes */

/** A move in words. @param {string} move */
const words = (move) => say(`move-${move}`.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()));

/** Calls the next person, of one service if named. @param {string} [service] */
export async function callNext(service) {
  const answer = await post(`${COUNTER}/call-next`, service ? { service } : {});
  if (answer) noteStep(answer.ticket, "call");
  if (answer !== undefined) change({ said: answer ? "" : say("empty") });
}

/** @param {string} id @param {string} move */
const path = (id, move) => `/api/v1/tickets/${encodeURIComponent(id)}/${move}`;

/**
 * Moves a ticket: as it is then, null when it was not. With a `wish` of its own it is the same one when it is asked for
 * again, wherever the ticket is by then.
 * @param {{id: string, number: string}} ticket @param {string} move @param {object} [body] @param {Wishes} [wish]
 */
export async function act(ticket, move, body = {}, wish) {
  const to = path(ticket.id, move);
  const after = await (wish ? send(wish, [to, body], to, body) : post(to, body));
  if (!after) return null;
  noteStep(ticket, move);
  change({ said: (move === "finish" && onward(after)) || say("noted", { move: words(move), number: ticket.number }) });
  return after;
}

/** Takes the officer's last step back. */
export async function undo() {
  const step = lastStep();
  if (!step) return;
  // A busy counter can become free; any other refusal is final.
  const answer = await post(path(step.id, "undo"), {}, (fault) => fault.kind !== "counter-busy" && dropStep(step));
  if (!answer) return;
  dropStep(step);
  const gone = answer.further ? say("undoneFurther", { number: answer.further.number }) : "";
  change({ said: [say("undone", { move: words(step.move), number: step.number }), gone].filter(Boolean).join(" ") });
}

/** What an undo would take back, in words; "" when nothing. */
export function undoable() {
  const step = lastStep();
  return step ? say("undoOf", { move: words(step.move), number: step.number }) : "";
}

/** Opens, pauses or closes the counter. @param {"open" | "paused" | "closed"} status @param {string} [reason] one of the centre's words */
export async function setStatus(status, reason) {
  const body = reason ? { status, reason } : { status };
  const page = await once(() => server.send("PUT", `${COUNTER}/status`, { body, patience: 8000 }));
  if (page) takeNewer(page);
}

/** Signs out; whatever happens, the sign-in form is next. */
export const signOut = () => server.send("DELETE", "/api/v1/session", { patience: 2000 }).catch(() => null);

/** Who is signed in; throws Refused when nobody is. */
export const session = () => server.get("/api/v1/session", { patience: 3000 });
