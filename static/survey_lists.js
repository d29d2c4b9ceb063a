// What only some questionnaires have: choices that depend on an answer, repeats, choices in random order.
// Joined to survey.js when a questionnaire needs it.

function filterChoices(box) {
  for (const choice of all("[data-row]", box)) {
    const off = !truth(tree(box.dataset.filter), scope(pathOf(box), JSON.parse(choice.dataset.row)));
    switchOff(choice, off);
    if (off) all("input", choice).forEach((input) => { input.checked = false; });
  }
}
function rename(node, from, to) {
  for (const name of ["name", "id", "for", "data-name", "data-instance", "data-repeat", "aria-describedby"]) {
    const old = node.getAttribute(name);
    if (old) node.setAttribute(name, old.split(from).join(to));
  }
}
function addInstance(repeat) {
  const path = repeat.dataset.repeat;
  const instances = all(":scope > .instance", repeat);
  const last = instances[instances.length - 1];
  const copy = last.cloneNode(true);
  const [from, to] = [`${path}.${instances.length - 1}`, `${path}.${instances.length}`];
  for (const node of [copy, ...all("*", copy)]) rename(node, from, to);
  for (const control of all("[name]", copy)) {
    if (/radio|checkbox/.test(control.type)) control.checked = false;
    else if (control.type !== "hidden") control.value = "";
  }
  copy.querySelector("h3 span:last-child").textContent = instances.length + 1;
  last.after(copy);
  countInstances(repeat, instances.length + 1);
}
function countInstances(repeat, count) {
  form.elements[repeat.dataset.repeat + "#"].value = count;
}
function fillRepeat(repeat, count) {
  const wanted = Math.min(count, 50);
  while (all(":scope > .instance", repeat).length < wanted) addInstance(repeat);
  all(":scope > .instance", repeat).forEach((instance, index) => switchOff(instance, index >= wanted));
  countInstances(repeat, wanted);
}

for (const box of all("[data-shuffle]")) {
  const choices = all(".choice", box);
  for (const choice of choices.sort(() => Math.random() - 0.5)) box.append(choice);
}
form.addEventListener("click", (event) => {
  if (event.target.name !== "_add") return;
  event.preventDefault();
  addInstance(event.target.closest("[data-repeat]"));
  update();
});
