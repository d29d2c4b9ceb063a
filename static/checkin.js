// The door works without this file: a family's form is sent, and the page comes back. With it, what is counted
// stays on the phone at once, leaves when there is a network, and the page opens again where there is none.
// A row is replaced whole and the later version stays (consult/meetings/arrivals.py says the same): sending
// twice is harmless, and several phones agree once they have spoken. Names are in the page only, never stored.
const door = document.getElementById("door");
const part = (id) => document.getElementById(id);
const all = (selector, from = door) => [...from.querySelectorAll(selector)];
const COPY = "consult:door:" + location.pathname;
const STORE = "consult:door:" + door.dataset.code;
const KINDS = ["women", "men", "children"];
const MOST = 60;
const PAUSES = [5, 10, 20, 40, 60].map((seconds) => seconds * 1000);
// With nothing to send, how often to ask what the other phones noted.
const LULL = 60000;
// `skew` sets this phone's clock by the server's; `mine` are the walk-ins counted here.
const NOTHING = { skew: 0, seen: "", mine: [], known: {}, pending: {} };
let state = NOTHING;
let failures = 0;
let timer = 0;
let sending = null;

function recall() {
  try { state = { ...NOTHING, ...JSON.parse(localStorage.getItem(STORE)) }; } catch (e) { part("only-here").hidden = false; }
  return state;
}
function keep(changes) {
  state = { ...state, ...changes };
  try { localStorage.setItem(STORE, JSON.stringify(state)); } catch (e) { part("only-here").hidden = false; }
}

const people = (row) => KINDS.reduce((sum, kind) => sum + row[kind], 0);
const later = (one, other) => (!other || one.noted_at > other.noted_at ? one : other);
function merged(...several) {
  const rows = {};
  for (const some of several) for (const row of some) rows[row.id] = later(row, rows[row.id]);
  return rows;
}
const rows = () => merged(Object.values(state.known), Object.values(state.pending));
const waiting = () => Object.values(state.pending);

function note(id, counts, isWalkIn) {
  recall();
  const before = rows()[id];
  const now = Math.max(Date.now() + state.skew, before ? before.noted_at + 1 : 0);
  const row = { id, ...counts, is_walk_in: isWalkIn, noted_at: now };
  keep({ pending: { ...state.pending, [id]: row } });
  show();
  flush();
}

// What the page shows: the families that came, the totals, and what is left to send.
function show() {
  const now = Object.values(rows());
  const sum = (some, kind) => some.reduce((total, row) => total + row[kind], 0);
  const strangers = now.filter((row) => row.is_walk_in);
  const totals = { families: now.filter((row) => !row.is_walk_in && people(row)).length };
  for (const kind of KINDS) [totals[kind], totals[kind + "_in"]] = [sum(now, kind), sum(strangers, kind)];
  totals.people = people(totals);
  for (const place of all("[data-total]")) place.textContent = totals[place.dataset.total];
  for (const row of now) showFamily(row);
  for (const button of all("[data-by='-1'][data-walk-in]")) button.disabled = !mineWith(button.dataset.walkIn);
  if (waiting().length) tell("waiting");
  else if (["waiting", "unfinished"].includes(part("news").dataset.shown)) tell("sent");
}
function showFamily(row) {
  const item = part("f-" + row.id);
  if (!item) return;
  const came = item.querySelector(".came");
  came.hidden = !people(row);
  came.querySelector("b").textContent = people(row);
  // Somebody may be counting in an open one.
  if (!item.querySelector("details").open) for (const kind of KINDS) item.querySelector(`[name=${kind}]`).value = row[kind];
}
function tell(name, words) {
  // That the session is over stays in sight until it is not.
  if (name === "waiting" && part("news").dataset.shown === "stranger") return;
  part("news").hidden = false;
  part("news").dataset.shown = name;
  for (const line of all("[data-news]", part("news"))) line.hidden = line.dataset.news !== name;
  all("[data-news=waiting] b", part("news"))[0].textContent = waiting().length;
  if (words) all(`[data-news=${name}]`, part("news"))[0].textContent = words;
  // Good news goes away by itself: it stands over what is being counted.
  if (name === "sent") setTimeout(() => { part("news").hidden = part("news").dataset.shown === "sent"; }, 4000);
}

// Sending. One at a time; then again after a pause that grows while it fails.
function flush() {
  clearTimeout(timer);
  sending = sending || deliver().finally(() => {
    sending = null;
    const again = failures ? PAUSES[Math.min(failures, PAUSES.length) - 1] : waiting().length ? 200 : LULL;
    timer = setTimeout(() => document.hidden || flush(), again);
  });
  return sending;
}
async function deliver() {
  recall();
  const sent = state.pending;
  let reply = null;
  try {
    reply = await post(sent);
    if (reply.status === 400 && (await freshToken())) reply = await post(sent);
  } catch (e) { /* no network */ }
  failures = reply && reply.ok && !reply.redirected ? 0 : failures + 1;
  if (!reply || reply.status >= 500 || reply.status === 429) return show();
  if (reply.redirected || reply.status === 400 || reply.status === 403) return tell("stranger");
  const words = await reply.json().catch(() => ({}));
  if (reply.ok) return learn(words, sent);
  if (words.at) setClock(words.at);
  tell("refused", words.sentence);
}
// A clock far ahead is refused. Nothing of it was kept there, so all of it is noted again at the right time.
function setClock(at) {
  const skew = at - Date.now();
  const shifted = waiting().map((row) => ({ ...row, noted_at: Math.max(0, row.noted_at + skew - state.skew) }));
  keep({ skew, pending: merged(shifted) });
}
const post = (sent) => fetch(door.dataset.merge, {
  method: "POST",
  headers: { "Content-Type": "application/json", "X-CSRFToken": door.querySelector("[name=csrf_token]").value },
  body: JSON.stringify({ entries: Object.values(sent), seen: state.seen }),
});
// A page kept since yesterday, or from before another sign-in, has a token that is worth nothing any more.
async function freshToken() {
  const reply = await fetch(location.pathname);
  if (!reply.ok || reply.redirected) return false;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const field of all("[name=csrf_token]", document)) field.value = page.querySelector("[name=csrf_token]").value;
  return true;
}
function learn(words, sent) {
  recall();
  // What changed on this phone meanwhile has still to leave.
  const left = waiting().filter((row) => !sent[row.id] || row.noted_at > sent[row.id].noted_at);
  const known = words.entries ? merged(words.entries) : state.known;
  keep({ known, seen: words.seen, pending: merged(left), skew: words.at - Date.now() });
  if (part("news").dataset.shown === "stranger" || part("news").dataset.shown === "refused") tell("sent");
  show();
}

// Families: a form's numbers are noted, not sent.
function noteFamily(form) {
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, bounded(form.elements[kind].value)]));
  form.closest("details").open = false;
  note(form.elements.id.value, counts, false);
  form.closest("details").querySelector("summary").focus();
}
const bounded = (value) => Math.min(Math.max(Math.trunc(Number(value)) || 0, 0), MOST);
function addSteppers(form) {
  if (form.querySelector("[data-by]")) return;
  for (const input of all("[type=number]", form)) {
    for (const [by, sign, words] of [[-1, "−", "less"], [1, "+", "more"]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, className: "quiet" });
      button.dataset.by = by;
      button.setAttribute("aria-label", `${door.dataset[words]} : ${input.labels[0].textContent}`);
      by < 0 ? input.before(button) : input.after(button);
    }
  }
}
function step(button) {
  const input = button.parentElement.querySelector("[type=number]");
  input.value = bounded(Number(input.value) + Number(button.dataset.by));
}

// People who had not signed up: one tap each, in a row of this phone's own that no other phone writes.
function newKey() {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  octets[6] = (octets[6] & 15) | 64;
  octets[8] = (octets[8] & 63) | 128;
  const digits = [...octets].map((octet) => (octet + 256).toString(16).slice(1)).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
const mineWith = (kind) => state.mine.map((id) => rows()[id]).find((row) => row && row[kind] > 0);
function count(button) {
  recall();
  const [kind, by] = [button.dataset.walkIn, Number(button.dataset.by)];
  const last = rows()[state.mine[state.mine.length - 1]];
  let row = by < 0 ? mineWith(kind) : last && last[kind] < MOST ? last : null;
  if (!row && by < 0) return;
  if (!row) {
    row = { id: newKey(), women: 0, men: 0, children: 0 };
    keep({ mine: [...state.mine, row.id] });
  }
  note(row.id, { women: row.women, men: row.men, children: row.children, [kind]: row[kind] + by }, true);
}

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
function search(input) {
  const wanted = plain(input.value.trim());
  for (const item of all("[data-family]")) item.hidden = !plain(item.querySelector(".who").textContent).includes(wanted);
}

// The page itself, kept so that it opens without network; erased when the work here is done.
async function keepPage() {
  if (!navigator.serviceWorker || !window.caches) return;
  // A worker that was here before this page has kept it already, while opening it.
  const isKept = Boolean(navigator.serviceWorker.controller);
  await navigator.serviceWorker.register(door.dataset.worker, { scope: location.pathname });
  const files = all("link[rel=stylesheet],script[src]", document).map((node) => node.href || node.src);
  const copy = await caches.open(COPY);
  await copy.addAll(files);
  if (isKept) return;
  const page = await fetch(location.pathname);
  if (page.ok && !page.redirected) await copy.put(location.pathname, page);
}
async function erasePage() {
  try { localStorage.removeItem(STORE); } catch (e) { /* nothing was kept */ }
  if (!navigator.serviceWorker || !window.caches) return;
  await caches.delete(COPY);
  const worker = await navigator.serviceWorker.getRegistration(location.pathname);
  if (worker) await worker.unregister();
}
async function finish() {
  await flush();
  if (waiting().length && !failures) await flush();
  if (waiting().length) return part("news").dataset.shown === "waiting" && tell("unfinished");
  clearTimeout(timer);
  await erasePage();
  location.assign(door.dataset.leave);
}

function begin() {
  recall();
  const page = JSON.parse(part("known").textContent);
  keep({ known: merged(Object.values(state.known), page.entries) });
  part("walk-ins").hidden = true;
  part("tally").hidden = part("search").hidden = part("phone").hidden = false;
  show();
  flush();
  keepPage().catch(() => { /* no network: what was kept before stays */ });
}

door.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.closest("[data-family]")) noteFamily(event.target);
});
door.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.walkIn) count(button);
  else if (button.dataset.by) step(button);
  else if (button.id === "finish") finish();
});
door.addEventListener("toggle", (event) => addSteppers(event.target), true);
door.addEventListener("change", (event) => event.target.type === "number" && (event.target.value = bounded(event.target.value)));
part("prenom").addEventListener("input", (event) => search(event.target));
addEventListener("online", () => { failures = 0; flush(); });
addEventListener("pageshow", flush);
addEventListener("storage", (event) => event.key === STORE && (recall(), show()));
document.addEventListener("visibilitychange", () => document.hidden || flush());
begin();
