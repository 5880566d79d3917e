"use strict";
// What the places of a figure say: to who points at them, and to who walks through them by keys.
const PLACES = 10000;
const REACH = 24; // pixels

for (const figure of document.querySelectorAll("figure.plot")) prepare(figure);

async function prepare(figure) {
  const marks = readMarks(await inflated(figure.querySelector(".marks").textContent));
  if (marks.length) listen(figure.querySelector(".scroll"), figure.querySelector(".canvas"), marks);
}

async function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

for (const table of document.querySelectorAll("table")) sortable(table);

// Heads of columns sort their table: numbers from the largest, names from A, the other way again.
function sortable(table) {
  const body = table.tBodies[0];
  if (body.rows.length < 2) return;
  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    button.title = "Sort by this column";
    head.append(button);
    button.addEventListener("click", () => {
      const numeric = head.classList.contains("number");
      const before = head.getAttribute("aria-sort");
      const rising = before ? before === "descending" : !numeric;
      for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      const value = (row) => row.cells[column].textContent;
      const compare = numeric
        ? (one, other) => amount(value(one)) - amount(value(other))
        : (one, other) => value(one).localeCompare(value(other), undefined, { numeric: true });
      const rows = [...body.rows].sort((one, other) => (rising ? 1 : -1) * compare(one, other));
      body.append(...rows);
    });
  });
}

// A number as a table writes it: "1,234", "1.6 s", "24 %"; what is none comes last of the large.
function amount(text) {
  const found = parseFloat(text.replaceAll(",", "").replace("−", "-"));
  return Number.isNaN(found) ? -Infinity : found;
}

// Rows from top to bottom, each from left to right. Groups at one height share a row: dots of
// episodes, which each have a label of their own.
function readMarks(text) {
  const rows = new Map();
  for (const group of JSON.parse(text)) {
    const level = group.y.length === 1;
    const key = level ? group.y[0] : group.label;
    if (!rows.has(key)) rows.set(key, []);
    group.x.forEach((x, k) =>
      rows.get(key).push({
        x: x / PLACES,
        y: (level ? group.y[0] : group.y[k]) / PLACES,
        label: group.label,
        text: group.shared + group.text[k],
      }),
    );
  }
  const height = (row) => row.reduce((sum, mark) => sum + mark.y, 0) / row.length;
  const ordered = [...rows.values()].sort((one, other) => height(one) - height(other));
  ordered.forEach((row, index) => {
    row.sort((one, other) => one.x - other.x);
    for (const mark of row) mark.row = index;
  });
  return ordered.flat();
}

function listen(frame, canvas, marks) {
  const ring = append(canvas, "ring");
  const tip = append(canvas, "tip");
  tip.setAttribute("role", "status");
  let current = null;

  function show(mark) {
    current = mark;
    ring.hidden = tip.hidden = mark === null;
    if (mark === null) return;
    ring.style.left = tip.style.left = `${100 * mark.x}%`;
    ring.style.top = tip.style.top = `${100 * mark.y}%`;
    const above = mark.y * canvas.clientHeight > 70;
    tip.style.transform = `translate(${-100 * mark.x}%, ${above ? "calc(-100% - 12px)" : "12px"})`;
    const label = document.createElement("b");
    label.textContent = mark.label;
    tip.replaceChildren(label, mark.text);
  }

  function nearest(x, y, among = marks) {
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    let best = null;
    let least = Infinity;
    for (const mark of among) {
      const distance = Math.hypot(mark.x * width - x, mark.y * height - y);
      if (distance < least) [best, least] = [mark, distance];
    }
    return [best, least];
  }

  function point(event) {
    const box = canvas.getBoundingClientRect();
    const [mark, distance] = nearest(event.clientX - box.left, event.clientY - box.top);
    show(distance <= REACH ? mark : null);
  }

  function step(key) {
    if (current === null) return marks[0];
    const own = marks.filter((mark) => mark.row === current.row);
    if (key === "Home") return own[0];
    if (key === "End") return own[own.length - 1];
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const next = own.indexOf(current) + (key === "ArrowRight" ? 1 : -1);
      return own[Math.min(Math.max(next, 0), own.length - 1)];
    }
    const row = current.row + (key === "ArrowDown" ? 1 : -1);
    const other = marks.filter((mark) => mark.row === row);
    const at = current.x * canvas.clientWidth;
    const closer = (one, mark) =>
      Math.abs(mark.x * canvas.clientWidth - at) < Math.abs(one.x * canvas.clientWidth - at) ? mark : one;
    return other.length ? other.reduce(closer) : current;
  }

  canvas.addEventListener("pointermove", point);
  canvas.addEventListener("pointerdown", point);
  canvas.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") show(null); // a finger leaves as soon as it is lifted
  });
  frame.addEventListener("blur", () => show(null));
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return show(null);
    if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    show(step(event.key));
    frame.scrollLeft = current.x * canvas.clientWidth - frame.clientWidth / 2;
  });
}

function append(canvas, name) {
  const element = document.createElement("div");
  element.className = name;
  element.hidden = true;
  canvas.append(element);
  return element;
}
