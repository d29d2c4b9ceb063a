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
