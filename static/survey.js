// The family's page, made comfortable: one section at a time, live questions, a draft kept on the phone,
// a send that waits for a network. Everything here may be missing and the page still works.
// Joined with expressions.js when served, and with survey_lists.js for a questionnaire that needs it; comment
// lines and indentation are left out.
import { evaluate, truth } from "./expressions.js";

const form = document.getElementById("survey");
const part = (id) => document.getElementById(id);
const all = (selector, from = form) => [...from.querySelectorAll(selector)];
// The same draft whatever the language of the address.
const DRAFT = "consult:" + location.pathname.replace(/^\/[^/]+|\/envoi$/g, "");
const OUTBOX = DRAFT + ":outbox";
const MONTH = 30 * 24 * 3600e3;
const values = {};
const trees = {};
const sections = all(":scope > .section");
let step = 0;
let timer = 0;

function recall(name, nothing) {
  try { return JSON.parse(localStorage.getItem(name)) || nothing; } catch (e) { return nothing; }
}
function keep(name, value) {
  try { value ? localStorage.setItem(name, JSON.stringify(value)) : localStorage.removeItem(name); } catch (e) { /* private mode */ }
}
function newKey() {
  form.elements._key.value = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => (n + 256).toString(16).slice(1)).join("");
}
const typed = () => [...new FormData(form)].filter(([name]) => name[0] !== "_");
function saveDraft() {
  keep(DRAFT, { key: form.elements._key.value, at: Date.now(), step, fields: typed() });
}

// A question's box is named by its first control; one choice's place in a ranking is « question/choice ».
const pathOf = (box) => box.dataset.name || (box.querySelector("[name]") || { name: "" }).name.split("/")[0];
// What a question holds now, as XLSForm has it: names separated by spaces for several choices.
function valueOf(box) {
  const path = pathOf(box);
  const controls = all("[name]", box).filter((c) => !c.disabled);
  const ranked = controls.filter((c) => c.name.startsWith(path + "/") && c.value).sort((a, b) => a.value - b.value);
  if (ranked.length) return ranked.map((c) => c.name.slice(path.length + 1)).join(" ");
  const own = controls.filter((c) => c.name === path && (!/radio|checkbox/.test(c.type) || c.checked));
  return own.map((c) => (c.inputMode ? c.value.replace(/\s/g, "").replace(",", ".") : c.value.trim())).join(" ");
}

// `${name}` means the nearest one: in the same instance of a repeat, then outside, then every instance's.
function lookUp(path, name) {
  for (let prefix = path || name; prefix; ) {
    prefix = prefix.replace(/[^.]*\.?$/, "");
    if (prefix + name in values) return values[prefix + name];
    prefix = prefix.slice(0, -1);
  }
  const inside = Object.keys(values).filter((key) => key.replace(/^.*\.\d+\./, "") === name);
  return inside.length ? inside.map((key) => values[key]) : "";
}
function scope(path, row) {
  const position = Number((/\.(\d+)\.[^.]*$/.exec(path) || [0, 0])[1]) + 1;
  return { today: form.dataset.today, self: values[path] || "", value: (name) => lookUp(path, name), row, position };
}
const tree = (source) => trees[source] || (trees[source] = JSON.parse(source));
const holds = (box, rule, row) => truth(tree(box.dataset[rule]), scope(pathOf(box), row));

function switchOff(node, off) {
  node.toggleAttribute("data-off", off);
  for (const control of node.matches("[name]") ? [node] : all("[name]", node)) control.disabled = Boolean(control.closest("[data-off]"));
}
function visit(box) {
  const off = Boolean(box.parentElement.closest("[data-off]")) || (box.dataset.relevant ? !holds(box, "relevant") : false);
  switchOff(box, off);
  if (box.dataset.count && !off) fillRepeat(box, Number(evaluate(tree(box.dataset.count), scope(box.dataset.repeat))) || 0);
  if (box.dataset.filter) filterChoices(box);
  const asked = box.matches(".field");
  if (!asked && !box.dataset.name) return false;
  const path = pathOf(box);
  let computed = box.dataset.calculate ? evaluate(tree(box.dataset.calculate), scope(path)) : box.getAttribute("value");
  computed = Number.isNaN(computed) ? "" : String(computed);
  const now = off ? "" : asked ? valueOf(box) : computed;
  const changed = values[path] !== now;
  values[path] = now;
  return changed;
}
// Rules may look forward: go round until nothing moves.
function update() {
  for (let round = 0; round < 6; round++) {
    if (!all("[data-relevant],.field,[data-name],[data-count]").map(visit).some(Boolean)) break;
  }
  for (const output of all("[data-value]")) output.textContent = values[output.dataset.value] || "";
  for (const line of all("[name$=_other]")) {
    const chosen = all("[value=other]", line.parentElement).some((o) => o.checked || o.selected);
    line.hidden = line.previousElementSibling.hidden = !chosen;
  }
  showStep();
}

const open = () => sections.filter((section) => !section.hasAttribute("data-off"));
function showStep() {
  const steps = open();
  step = Math.min(step, steps.length - 1);
  for (const section of sections) section.hidden = section !== steps[step];
  const last = step === steps.length - 1;
  part("send").hidden = !last;
  part("steps").hidden = steps.length < 2;
  part("steps").querySelector("[data-do=back]").hidden = step === 0;
  part("steps").querySelector("[data-do=next]").hidden = last;
  const [now, total] = all("b", part("progress"));
  // Counted over all sections, so that the total does not jump when an answer opens or closes some.
  now.textContent = sections.indexOf(steps[step]) + 1;
  total.textContent = sections.length;
  part("progress").lastElementChild.value = now.textContent / sections.length;
}
function goTo(target, remember) {
  step = target;
  if (remember) history.pushState({ step }, "");
  showStep();
  const heading = open()[step].querySelector("h2");
  (heading || part("contenu")).focus({ preventScroll: true });
  scrollTo(0, 0);
}

function complaint(box) {
  const value = values[pathOf(box)];
  if (!value) return box.dataset.required && holds(box, "required") ? part("required").textContent : "";
  return box.dataset.constraint && !holds(box, "constraint") ? box.dataset.message || part("refused").textContent : "";
}
// The sentence stands where the server would have put it; the field says that it is described by it.
function complain(box, sentence) {
  const control = box.querySelector("[name]");
  const described = box.matches("fieldset") ? box : control;
  const id = "e_" + pathOf(box);
  const place = part(id) || Object.assign(document.createElement("p"), { id, className: "field__error" });
  place.textContent = sentence;
  box.classList.toggle("field--wrong", Boolean(sentence));
  const others = (described.getAttribute("aria-describedby") || "").split(" ").filter((other) => other && other !== id);
  described.setAttribute("aria-describedby", [...others, ...(sentence ? [id] : [])].join(" "));
  described.setAttribute("aria-invalid", Boolean(sentence));
  sentence ? (box.querySelector(":scope > .field__hint") || box.firstElementChild).after(place) : place.remove();
}
function checkStep() {
  const wrong = all(".field", open()[step]).filter((box) => {
    const sentence = box.closest("[data-off]") ? "" : complaint(box);
    complain(box, sentence);
    return sentence;
  });
  if (wrong.length) wrong[0].querySelector("[name]").focus();
  return !wrong.length;
}

function startAfresh() {
  form.reset();
  all("[name]").forEach((control) => { control.checked = control.defaultChecked; });
  newKey();
  keep(DRAFT, null);
  part("draft").hidden = part("waiting").hidden = true;
  form.hidden = part("progress").hidden = false;
  step = 0;
  update();
}
function restore(fields) {
  const saved = {};
  for (const [name, value] of fields) (saved[name] = saved[name] || []).push(value);
  for (const repeat of all("[data-repeat]")) {
    while (all(":scope > .instance", repeat).length < (saved[repeat.dataset.repeat + "#"] || [0])[0]) addInstance(repeat);
  }
  for (const control of all("[name]")) {
    if (control.name[0] === "_" || control.name.endsWith("#")) continue;
    const mine = saved[control.name] || [];
    if (/radio|checkbox/.test(control.type)) control.checked = mine.includes(control.value);
    else control.value = mine[0] || "";
  }
}

// Sent answers wait in the outbox until the server has said that they are stored; a repeat is harmless.
function send() {
  const item = { key: form.elements._key.value, action: form.action, body: String(new URLSearchParams(new FormData(form))) };
  keep(OUTBOX, [...recall(OUTBOX, []).filter((other) => other.key !== item.key), item]);
  flush();
}
async function flush() {
  clearTimeout(timer);
  for (const item of recall(OUTBOX, [])) if (!(await deliver(item))) break;
  const left = recall(OUTBOX, []).length;
  part("waiting").querySelector("b").textContent = left;
  if (left) timer = setTimeout(flush, 15000);
}
async function deliver(item) {
  const mine = item.key === form.elements._key.value;
  let reply = null, next;
  try {
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
    reply = await fetch(item.action, { method: "POST", headers, body: item.body });
    // A line may die in the middle of the answer, too.
    if (reply.ok) ({ next } = await reply.json());
  } catch (e) { reply = null; }
  if (!reply || reply.status >= 500 || reply.status === 429) {
    if (mine) part("waiting").hidden = !(form.hidden = part("progress").hidden = true);
    return false;
  }
  keep(OUTBOX, recall(OUTBOX, []).filter((other) => other.key !== item.key));
  if (mine) conclude(next);
  return true;
}
function conclude(next) {
  // Anything but « stored » is a page of the server's: ask for it the plain way.
  if (!next) return form.submit();
  startAfresh();
  location.assign(next);
}

const ACTIONS = {
  back: () => ((history.state || {}).step === step ? history.back() : goTo(step - 1)),
  next: () => checkStep() && goTo(step + 1, true),
  erase: (button) => confirm(button.textContent + " ?") && (keep(OUTBOX, null), startAfresh()),
  retry: flush,
  another: startAfresh,
};

function begin() {
  const draft = recall(DRAFT, null);
  const fresh = draft && Date.now() - draft.at < MONTH ? draft : null;
  document.documentElement.classList.add("js");
  part("progress").hidden = part("erase").hidden = false;
  if (part("erreurs")) return beginWithProblems();
  if (fresh && fresh.fields.length) {
    restore(fresh.fields);
    form.elements._key.value = fresh.key;
    part("draft").hidden = false;
    update();
    step = fresh.step;
  } else if (form.elements._key) newKey();
  update();
  flush();
}
function beginWithProblems() {
  update();
  step = Math.max(0, open().findIndex((section) => section.querySelector(".field--wrong")));
  showStep();
  part("erreurs").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) ACTIONS[button.dataset.do](button);
  const link = event.target.closest(".summary a");
  const target = link && document.querySelector(link.hash.replace(/[./]/g, "\\$&"));
  if (target) {
    step = open().indexOf(target.closest("#survey > .section"));
    showStep();
    target.focus();
    event.preventDefault();
  }
});
form.addEventListener("input", () => { update(); saveDraft(); });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const steps = open();
  if (step < steps.length - 1) ACTIONS.next();
  else if (form.elements._key && checkStep()) { saveDraft(); send(); }
});
addEventListener("popstate", (event) => goTo((event.state || { step: 0 }).step || 0));
addEventListener("online", flush);
begin();
