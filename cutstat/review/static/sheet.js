// The contact sheet: one picture a shot, cut from the video when it comes into sight.

import {$, clock} from "./api.js";

export class Sheet {
  constructor(onShot) {
    this.rows = [];
    $("shots").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) onShot(Number(button.dataset.start));
    });
    this.seen = new IntersectionObserver((entries) => {
      for (const {target, isIntersecting} of entries) {
        target.isSeen = isIntersecting;
        const image = target.querySelector("img");
        if (!image) continue;
        if (isIntersecting) this.pictures.show(image, Number(target.dataset.shown));
        else image.dataset.picture = "";
      }
    }, {rootMargin: "400px"});
  }

  open(episode, pictures) {
    this.episode = episode;
    this.pictures = pictures;
    this.seen.disconnect();
    this.rows = [];
    $("shots").replaceChildren();
  }

  show(state) {
    const kept = new Map(this.rows.map((row) => [row.dataset.name, row]));
    this.rows = state.shots.map(([start, stop, seconds, shown], index) => {
      const kind = state.segments.find((one) => one.start <= start && start < one.stop).kind;
      const name = `${start} ${stop} ${kind}`;
      const row = kept.get(name) ?? this.#row(name, {start, seconds, shown, kind});
      kept.delete(name);
      const button = row.firstChild;
      const label = `Shot ${index + 1}, ${seconds.toFixed(2)} s, ${kind}, at ` +
        clock(this.episode.milliseconds[start]);
      if (button.getAttribute("aria-label") !== label) {
        button.setAttribute("aria-label", label);
        button.lastChild.firstChild.textContent = index + 1;
      }
      return row;
    });
    for (const row of kept.values()) {
      this.seen.unobserve(row);
      row.remove();
    }
    this.rows.forEach((row, index) => {
      const here = $("shots").children[index];
      if (here !== row) $("shots").insertBefore(row, here ?? null);
    });
    for (const row of this.rows) if (row.isSeen === undefined) this.seen.observe(row);
  }

  // Mark the shot that begins with a transition, and bring it into sight.
  mark(frame) {
    this.marked?.classList.remove("here");
    let low = 0;
    for (const [index, row] of this.rows.entries()) {
      if (Number(row.firstChild.dataset.start) <= frame) low = index;
    }
    this.marked = this.rows[low];
    this.marked?.classList.add("here");
    this.#scrollTo(this.marked);
  }

  // Scroll the sheet alone: on a narrow page it has no bar of its own, and stays where it is.
  #scrollTo(row) {
    const sheet = $("sheet");
    if (!row || sheet.scrollHeight <= sheet.clientHeight) return;
    const top = row.offsetTop - sheet.offsetTop;
    const isAbove = top < sheet.scrollTop;
    const isBelow = top + row.offsetHeight > sheet.scrollTop + sheet.clientHeight;
    if (isAbove || isBelow) sheet.scrollTop = top - sheet.clientHeight / 3;
  }

  #row(name, {start, seconds, shown, kind}) {
    const row = document.createElement("li");
    row.dataset.name = name;
    row.dataset.shown = shown;
    const button = document.createElement("button");
    button.dataset.start = start;
    button.className = `shot ${kind}`;
    if (this.episode.has_video) {
      const image = new Image();
      image.alt = "";
      button.append(image);
    }
    const caption = document.createElement("span");
    const number = document.createElement("b");
    caption.append(number, ` ${seconds.toFixed(seconds < 10 ? 2 : 1)} s`);
    button.append(caption);
    row.append(button);
    return row;
  }
}
