// The desk works without this file. It keeps a double click from sending a form twice: the second answer would
// hide the first, and with it a password that is shown once.
const PATIENCE = 3000;

for (const form of document.querySelectorAll('form[method="post"]')) {
  let sent = 0;
  form.addEventListener("submit", (event) => {
    const now = Date.now();
    if (now - sent < PATIENCE) event.preventDefault();
    else sent = now;
  });
}

// A table wider than the screen moves in a frame of its own. Not every browser lets the keyboard into it, and a
// reader must be told what the frame holds; a frame that does not move is no stop on the way.
const headings = [...document.querySelectorAll("h1, h2, h3")];
const before = (frame) => headings.filter((heading) => heading.compareDocumentPosition(frame) & 4).pop();
const frames = new ResizeObserver((entries) => {
  for (const { target: frame } of entries) {
    const moves = frame.scrollWidth > frame.clientWidth;
    const name = frame.querySelector("caption, title") || before(frame);
    const told = { tabindex: "0", role: "region", "aria-label": name.textContent.trim() };
    for (const [attribute, value] of Object.entries(told)) {
      if (moves) frame.setAttribute(attribute, value);
      else frame.removeAttribute(attribute);
    }
  }
});
for (const frame of document.querySelectorAll(".scroll")) frames.observe(frame);

// A phone at the door of a meeting keeps the page with its first names: it goes with whoever signs out. Numbers
// that are not sent yet stay: nothing else would bring them back, and they name nobody.
const DOOR = "consult:door:";

async function forgetDoors() {
  for (const name of await caches.keys()) if (name.startsWith(DOOR)) await caches.delete(name);
  for (const worker of await navigator.serviceWorker.getRegistrations()) {
    if (worker.scope.endsWith("/accueil")) await worker.unregister();
  }
  for (const name of Object.keys(localStorage).filter((key) => key.startsWith(DOOR))) {
    if (!Object.keys(JSON.parse(localStorage[name]).pending).length) localStorage.removeItem(name);
  }
}
for (const form of document.querySelectorAll('form[action$="/deconnexion"]')) {
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || !window.caches) return;
    event.preventDefault();
    await forgetDoors().catch(() => { /* what cannot be read was not written by us */ });
    form.submit();
  });
}
