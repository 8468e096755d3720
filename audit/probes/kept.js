/* What one frame's origin keeps on the device, but for cookies: rows of kind, name and, where there is one, value. */

async () => {
  const rows = [];

  /** Some origins refuse to be asked: a sandboxed frame keeps nothing. */
  async function of(kind, read) {
    try {
      for (const [name, value] of await read()) rows.push([kind, name ?? '', value ?? null]);
    } catch {
      return;
    }
  }

  await of('local-storage', () => Object.entries(localStorage));
  await of('session-storage', () => Object.entries(sessionStorage));
  await of('indexed-db', async () => (await indexedDB.databases()).map(({ name }) => [name]));
  await of('cache', async () => (await caches.keys()).map((name) => [name]));
  await of('service-worker', async () => {
    const workers = await navigator.serviceWorker.getRegistrations();
    return workers.map(({ scope }) => [new URL(scope).pathname]);
  });
  return { host: location.hostname, rows };
}
