// Lets one page, the door of one meeting, open again where there is no network. Its scope is that page alone.
const page = new URL(self.registration.scope).pathname;
const COPY = "consult:door:" + page;
const PATIENCE = 4000;
// First names are in it: an old copy is not shown, it is erased.
const OLDEST = 2 * 24 * 3600e3;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = (request) => caches.match(request, { cacheName: COPY }).catch(() => undefined);
async function keptPage() {
  const copy = await kept(page);
  const isOld = copy && Date.now() - Date.parse(copy.headers.get("Date")) > OLDEST;
  if (isOld) await caches.delete(COPY);
  return isOld ? undefined : copy;
}
const inTime = (reply) => Promise.race([reply, new Promise((_, refuse) => setTimeout(refuse, PATIENCE))]);
// The network first: what it says is newer. A bad one is not waited for when there is a copy.
async function open(request) {
  const copy = await keptPage();
  try {
    const asked = fetch(request).then(remember);
    return await (copy ? inTime(asked) : asked);
  } catch (problem) {
    if (copy) return copy;
    throw problem;
  }
}
async function remember(reply) {
  // Where nobody is let in any more, no list of first names stays on the phone either.
  if (reply.type === "opaqueredirect" || (reply.status >= 400 && reply.status < 500)) await caches.delete(COPY);
  else if (reply.ok) await (await caches.open(COPY)).put(page, reply.clone());
  return reply;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && pathname === page) event.respondWith(open(request));
  else if (pathname.startsWith("/static/")) event.respondWith(kept(request).then((copy) => copy || fetch(request)));
});
