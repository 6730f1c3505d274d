/** What a board's newest document means for the eyes: which calls stand large, which light up, which are past. */

/** @typedef {import("/shell/static/lang.js").Text} Text */
/** @typedef {{call: number, number: string, counter: string, area: string, at: string, why: Text | null,
 *   current: boolean}} Call */
/** @typedef {{counter: string, state: string, number: string | null}} Desk */
/** @typedef {{service: string, name: Text, count: number, wait: {text: Text} | null}} Line */
/** @typedef {{at: string, version: number, counters: Desk[], calls: Call[], waiting: Line[],
 *   paused: boolean, over: Text | null, notices: Text[]}} Board */
/** @typedef {Call & {lit: boolean}} Shown */

const LIT_MS = 12_000;

/**
 * Reads boards. A call stands large until the person has come or is missed, and for `shownMs` at least; it is lit
 * for its first seconds. Both count from when this screen learnt of it, unless that was late: then from the call.
 * @param {number} shownMs
 */
export function reader(shownMs) {
  /** @type {Map<number, number>} */
  let begun = new Map();
  let first = true;

  const learn = (/** @type {Board} */ board, /** @type {number} */ now) => {
    const starts = board.calls.map((call) => {
      const age = Date.parse(board.at) - Date.parse(call.at);
      const start = begun.get(call.call) ?? (first || age > shownMs ? now - age : now);
      return /** @type {[number, number]} */ ([call.call, start]);
    });
    begun = new Map(starts);
    first = false;
  };

  /**
   * @param {Board} board
   * @param {number} now monotonic milliseconds
   * @returns {{current: Shown[], past: Call[]}} both newest first
   */
  return (board, now) => {
    learn(board, now);
    const since = (/** @type {Call} */ call) => now - (begun.get(call.call) ?? -Infinity);
    const known = newest(board.calls);
    const isNow = (/** @type {Call} */ call) => call.current || since(call) < shownMs;
    const current = known.filter(isNow).concat(forgotten(board, known));
    return {
      current: current.map((call) => ({ ...call, lit: since(call) < LIT_MS })),
      past: known.filter((call) => !isNow(call)),
    };
  };
}

/** Each number's last call, newest first. @param {Call[]} calls */
function newest(calls) {
  const seen = new Set();
  return calls.toReversed().filter(({ number }) => !seen.has(number) && seen.add(number));
}

/** Numbers that still stand called though the board has dropped their call. @param {Board} board @param {Call[]} known */
function forgotten(board, known) {
  const remembered = new Set(known.map((call) => call.number));
  return board.counters.flatMap(({ state, number, counter }) =>
    state === "called" && number !== null && !remembered.has(number)
      ? [{ call: 0, number, counter, area: "", at: board.at, why: null, current: true }]
      : [],
  );
}
