/** Waiting until the server can record again: it said that it cannot, or gave no answer. */

const EVERY_MS = 2000;
const PATIENCE_MS = 8000;

/** @returns {Promise<boolean>} */
const ready = () =>
  fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) }).then((answer) => answer.ok, () => false);

/** Asks every few seconds until the server says that it can commit. */
export async function untilReady() {
  do await new Promise((done) => setTimeout(done, EVERY_MS));
  while (!(await ready()));
}
