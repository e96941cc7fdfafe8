// How a table of a million rows answers. The same text runs in our window and in a peer's; `table` is what each knows of
// itself: `scroller`, `isHere(x, y)` (is there a row with its text at this point), `wheel(px)`, and what a key or a press
// does (`end`, `sort`, `find`, `keep`): each begins the work and gives a function that is true when its result is there.
/* exported measures */
const frame = () => new Promise((done) => requestAnimationFrame(done));

/** After the paint of the frame that is under way. */
const afterPaint = () =>
  new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(null);
  });

const p95 = (values) =>
  values.length === 0 ? null : values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * 0.95))];

/** Milliseconds from `begun` to the paint in which `isThere` held; null when it never did. */
async function painted(begun, isThere, patience) {
  for (;;) {
    await frame();
    if (isThere()) break;
    if (performance.now() - begun > patience) return null;
  }
  await afterPaint();
  return performance.now() - begun;
}

/** Milliseconds from the beginning of a piece of work to its paint. */
async function worked(begin, patience = 20000) {
  const begun = performance.now();
  const ms = await painted(begun, begin(), patience);
  if (ms === null) throw new Error(`nothing was there after ${patience} ms`);
  return { ms };
}

/** Moves the table by `step(share)` each frame for so long and counts the frames. */
async function moved(table, milliseconds, step) {
  const box = table.scroller.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const frames = [];
  let empty = 0;
  const begun = await frame();
  let last = begun;
  while (last - begun < milliseconds) {
    step((last - begun) / milliseconds);
    const now = await frame();
    frames.push(now - last);
    last = now;
    if (!table.isHere(x, y)) empty++;
  }
  const count = frames.length;
  return { p95: p95(frames), fps: (count * 1000) / (last - begun), empty: (empty * 100) / count };
}

/** A name typed letter by letter: to the letter on the screen, and to the rows found. */
async function typed(table) {
  const [echoes, found] = [[], []];
  const name = table.name();
  for (let length = 1; length <= name.length; length++) {
    const begun = performance.now();
    const isFound = table.find(name.slice(0, length));
    echoes.push(await painted(begun, () => true, 1000));
    // A letter that leaves every row where it was changes nothing to wait for.
    const ms = await painted(begun, isFound, 2000);
    if (ms !== null) found.push(ms);
  }
  const letters = found.length;
  await worked(() => table.find(''));
  return { echo: p95(echoes), rows: p95(found), letters };
}

const measures = {
  wheel: (table) => moved(table, 4000, () => table.wheel(120)),
  drag: (table) => moved(table, 4000, (share) => (table.scroller.scrollTop = table.scroller.scrollHeight * share)),
  end: async (table) => ({ ...(await worked(() => table.end())), last: table.last() }),
  sortAmount: (table) => worked(() => table.sort('amount')),
  sortDriver: (table) => worked(() => table.sort('driver')),
  sortStatus: (table) => worked(() => table.sort('status')),
  find: typed,
  keep: (table) => worked(() => table.keep('status')),
};
