// The desk works without this file. It only keeps a double click from sending a form twice: the second answer
// would hide the first, and with it a password that is shown once.
const PATIENCE = 3000;

for (const form of document.querySelectorAll('form[method="post"]')) {
  let sent = 0;
  form.addEventListener("submit", (event) => {
    const now = Date.now();
    if (now - sent < PATIENCE) event.preventDefault();
    else sent = now;
  });
}
