// What pages cost on the wire, without the heads of the answers.

/** Most bytes of a first visit, and of every later page. */
export const FIRST = 40 * 1024;
export const LATER = 5 * 1024;

/** Counts everything that pages load. The answer tells what came since it was asked last. */
export async function counting(person) {
  const session = await person.context.newCDPSession(person.page);
  await session.send("Network.enable");
  const kept = new Set();
  const open = new Set();
  const heads = new Map();
  let loaded = { bytes: 0, files: 0 };
  session.on("Network.requestServedFromCache", ({ requestId }) => kept.add(requestId));
  session.on("Network.responseReceived", ({ requestId, response }) => heads.set(requestId, response.encodedDataLength));
  session.on("Network.requestWillBeSent", ({ requestId }) => open.add(requestId));
  session.on("Network.loadingFailed", ({ requestId }) => open.delete(requestId));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    open.delete(requestId);
    if (kept.has(requestId)) return;
    loaded.bytes += encodedDataLength - heads.get(requestId);
    loaded.files += 1;
  });
  return async () => {
    await person.page.waitForLoadState("load");
    // The page may know of its load before we hear of it.
    for (let tries = 0; tries < 250 && (open.size > 0 || loaded.files === 0); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const counted = loaded;
    loaded = { bytes: 0, files: 0 };
    return counted;
  };
}
