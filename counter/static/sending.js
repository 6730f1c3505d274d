/** One request at a time, one key per intent; a refusal becomes a calm sentence and a fresh page. */

import { change, desk, listening, settle, takeNewer } from "/counter/static/desk.js";
import { facts, say } from "/counter/static/facts.js";
import { api, Away, Refused } from "/shell/static/api.js";
import { wishes } from "/shell/static/intent.js";
import { untilReady } from "/shell/static/ready.js";
import { clockNow } from "/shell/static/time.js";

export const server = api("officer");
export const COUNTER = `/api/v1/counters/${encodeURIComponent(facts.counter)}`;
const SLOW_MS = 600;
const last = wishes();

/** Who stands at the desk: a move that was done has changed it, whatever became of its answer. */
const stands = () => [desk.page?.current?.id, desk.page?.current?.state, desk.page?.current?.calls];

/**
 * Posts once, whatever is pressed meanwhile: the answer, null for an empty one, undefined when nothing came of it. The
 * same wish has the same key until it is answered, whatever is pushed meanwhile.
 * @param {string} path @param {object} body @param {(refused: Refused) => void} [whenRefused]
 */
export const post = (path, body, whenRefused) => send(last, [stands(), path, body], path, body, whenRefused);

/**
 * As `post`, for what no state of the desk keeps from happening twice: `what` says whose wish it is, in `wish`.
 * @param {ReturnType<typeof wishes>} wish @param {unknown[]} what
 * @param {string} path @param {object} body @param {(refused: Refused) => void} [whenRefused]
 */
export const send = (wish, what, path, body, whenRefused) =>
  once(() => wish.send(JSON.stringify(what), (key) => server.post(path, body, { key })), whenRefused);

/** @param {() => Promise<any>} work @param {(refused: Refused) => void} [whenRefused] */
export async function once(work, whenRefused) {
  if (!listening()) return undefined;
  change({ sending: true, said: "", fault: false });
  const slow = setTimeout(() => change({ said: say("sending") }), SLOW_MS);
  let said = "";
  let fault = false;
  try {
    return (await work()) ?? null;
  } catch (why) {
    fault = true;
    said = why instanceof Refused ? why.message : say("away");
    if (why instanceof Away && why.status === 503) stuck();
    if (why instanceof Refused) whenRefused?.(why);
    if (why instanceof Refused && why.status === 401) change({ ended: true });
    await refresh();
    return undefined;
  } finally {
    clearTimeout(slow);
    settle();
    change({ sending: false, said, fault });
  }
}

/** The server lives but cannot record: said until it can again, and nobody has to press to find out. */
async function stuck() {
  if (desk.stuckAt) return;
  change({ stuckAt: clockNow(facts.now) });
  await untilReady();
  change({ stuckAt: "", said: "", fault: false });
}

async function refresh() {
  const page = await server.get(COUNTER, { timeout: 2000 }).catch(() => null);
  if (page) takeNewer(page);
}
