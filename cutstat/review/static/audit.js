// The audit: sampled questions one by one, answered like those of a review.

import {$, ask, clock, tell} from "./api.js";

export class Audit {
  constructor({open, look, say, through, attempt}) {
    this.isOpen = false;
    Object.assign(this, {open, look, say, through});
    this.keys = {
      y: () => this.#answer(true),
      n: () => this.#answer(false),
      j: () => this.#skip(),
    };
    const buttons = {"audit-yes": "y", "audit-no": "n", "audit-done": "y", "audit-skip": "j"};
    for (const [id, key] of Object.entries(buttons)) {
      $(id).addEventListener("click", () => attempt(this.keys[key]));
    }
    $("audit-keep").addEventListener("click", () => attempt(async () => {
      $("estimate").textContent = (await tell("audit-keep", {})).sentence;
    }));
    $("cells").addEventListener("click", (event) => {
      const cell = event.target.closest("[data-frame]");
      if (cell) this.look(Number(cell.dataset.frame));
    });
  }

  // Ask the first question; false where the page is no audit.
  async start() {
    const found = await ask("audit");
    if (!found.items) return false;
    this.isOpen = true;
    this.items = found.items;
    this.skipped = new Set();
    this.began = performance.now();
    this.answered = 0;
    document.body.dataset.mode = "audit";
    $("audit").hidden = false;
    this.#tell(found);
    await this.#next();
    return true;
  }

  // Take what was said on the page, here or by undoing, into the answers.
  async renew(key) {
    if (this.isOpen) this.#tell(await ask("audit-state", {key}));
  }

  #tell({verdicts, sentence}) {
    for (const item of this.items) item.verdict = verdicts[item.number];
    this.left = this.items.filter((item) => item.verdict === undefined);
    if (sentence) $("estimate").textContent = sentence;
    if (this.answered && this.answered % 20 === 0 && this.left.length) {
      const each = (performance.now() - this.began) / this.answered / 1000;
      const done = this.items.length - this.left.length;
      const minutes = Math.ceil(3 * done * each / 60);
      $("estimate").textContent += ` Half as wide, the intervals need ${3 * done} answers more, ` +
        `about ${minutes} min at your pace.`;
    }
    $("progress").value = 1 - this.left.length / this.items.length;
  }

  async #next() {
    this.item = this.left.find((item) => !this.skipped.has(item.number));
    const done = this.items.length - this.left.length;
    if (!this.item) {
      $("audit-title").textContent = `${done} of ${this.items.length} are answered`;
      $("audit-facts").textContent = "Keep this result, and comparisons are corrected by it.";
      $("cells").replaceChildren();
      return;
    }
    const {item} = this;
    await this.open(item.key);
    $("audit-title").textContent = item.is_strip
      ? "Does every border in this stretch have a bar?"
      : "Is there a border between two shots here?";
    $("audit-facts").textContent = `${item.label} · question ${done + 1} of ${this.items.length}` +
      (item.is_strip ? " · where one has none, go there and mark it with m" : "");
    $("audit-yes").hidden = $("audit-no").hidden = item.is_strip;
    $("audit-done").hidden = $("missed").hidden = !item.is_strip;
    this.#cells(item);
    this.look(item.place, item.is_strip ? undefined : item.place);
  }

  #cells(item) {
    $("cells").replaceChildren(...item.frames.map((frame, index) => {
      const cell = document.createElement("button");
      cell.dataset.frame = frame;
      cell.className = item.bars[index] ? "border" : "";
      cell.setAttribute("aria-label",
        `${clock(1000 * item.seconds[index])}${item.bars[index] ? ", after a border" : ""}`);
      const image = new Image();
      cell.append(image);
      this.pictures.show(image, frame, {lane: "near"});
      return cell;
    }));
  }

  async #answer(isThere) {
    const {item} = this;
    if (!item || (item.is_strip && !isThere)) return;
    this.answered += 1;
    if (item.is_strip) await this.through(item.start, item.stop);
    else {
      const said = isThere ? {start: item.start, stop: item.stop, kind: item.kind} : null;
      await this.say(item.place, said);
    }
    await this.#next();
  }

  #skip() {
    if (this.item) this.skipped.add(this.item.number);
    return this.#next();
  }
}
